import type { CommanderError } from "commander";
import type { Failure } from "../model/failure.ts";

/**
 * What was typed wrongly, as a failure in our own words and form.
 * @param error As commander throws it: ``error: unknown option '--jsn'\n(Did you mean --json?)``.
 * @param command The whole name of the command that was typed, for the way to its help: `stepwright run`.
 */
export function usageFailure(error: CommanderError, command: string): Failure {
  const more = `\`${command} --help\` shows what there is.`;
  // Half a command, such as `stepwright artifact`: commander has only its help to say.
  if (error.code === "commander.help") return { code: "SW5003", message: `\`${command}\` needs the name of a command.`, help: more };
  const [problem = "", suggestion = ""] = error.message.replace(/^error: /u, "").split("\n");
  const sentence = problem.replace(/'([^']*)'/gu, "`$1`");
  const hint = /^\(Did you mean (.+)\?\)$/u.exec(suggestion)?.[1];
  return {
    code: "SW5003",
    message: sentence.charAt(0).toUpperCase() + sentence.slice(1) + (sentence.endsWith(".") ? "" : "."),
    help: hint === undefined ? more : `Did you mean \`${hint}\`? ${more}`,
  };
}
