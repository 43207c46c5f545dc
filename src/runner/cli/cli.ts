import { CommanderError, type Command } from "commander";
import type { Failure } from "../model/failure.ts";
import { err, ok } from "../model/result.ts";
import { printJson, type CommandResult, type Context, type Io } from "./context.ts";
import { exitStatus, statusOfFailure, type ExitStatus } from "./exit.ts";
import { failureText } from "./failure-text.ts";
import type { JsonError } from "./json.ts";
import type { SharedFlags } from "./options.ts";
import { createProgram, furtherHelp } from "./program.ts";
import { createScreen } from "./terminal.ts";
import { usageFailure } from "./usage.ts";

/**
 * One call of `stepwright`: understands the words, does the work, says what went wrong.
 * @param words What was typed after `stepwright`.
 * @returns How the process ends. Nothing is thrown: what nobody foresaw is reported as SW9001.
 */
export async function runCli(words: readonly string[], io: Io): Promise<ExitStatus> {
  let result: CommandResult = ok(exitStatus.completed);
  const program = createProgram(async (work) => {
    result = await work(createContext(io, program.opts<SharedFlags>()));
  });
  // Where the words themselves are wrong there are no flags yet, but a program that reads our output still gets JSON.
  const json = words.includes("--json");
  const mistake = { command: program, help: "" };
  const asked = { command: program, help: "" };
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        asked.command = command;
        asked.help += text;
      },
      writeErr: (text) => {
        mistake.command = command;
        mistake.help += text;
      },
      outputError: () => {
        mistake.command = command;
      },
    });
  }
  try {
    await program.parseAsync([...words], { from: "user" });
  } catch (error) {
    const ended = error instanceof CommanderError ? error : undefined;
    const further = ended?.code === "commander.helpDisplayed" ? furtherHelp(asked.command) : undefined;
    if (further === undefined || !json) io.stdout.write(asked.help);
    if (further !== undefined) {
      const context = createContext(io, { ...program.opts<SharedFlags>(), ...(json && { json }) });
      result = await further(context).catch((thrown: unknown) => err(bug(thrown)));
    } else if (ended?.exitCode === 0) return exitStatus.completed;
    else if (ended !== undefined && mistake.help !== "" && !json) {
      // To a person with half a command, such as `stepwright artifact`, the help is the answer.
      io.stderr.write(mistake.help);
      return exitStatus.wrongUse;
    } else result = err(ended === undefined ? bug(error) : usageFailure(ended, fullName(mistake.command)));
  }
  if (result.ok) return result.value;
  const context = createContext(io, { ...program.opts<SharedFlags>(), ...(json && { json }) });
  // Places in a failure may be relative to the workspace. Looking for it costs nothing where all goes well.
  const workspace = (await import("./workspace.ts")).workspaceOf(context);
  report(context, result.error, workspace.ok ? workspace.value : io.cwd);
  return statusOfFailure(result.error);
}

/** `stepwright run show`. */
function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

function createContext(io: Io, flags: SharedFlags): Context {
  return {
    cwd: io.cwd,
    stdout: createScreen(io.stdout, io.environment, flags.color),
    stderr: createScreen(io.stderr, io.environment, flags.color),
    closed: io.closed,
    json: flags.json === true,
    workspace: flags.workspace,
  };
}

function report(context: Context, failure: Failure, workspace: string): void {
  if (context.json) printJson(context, { error: failure } satisfies JsonError);
  else context.stderr.line(failureText(failure, { cwd: context.cwd, workspace }, context.stderr.colors));
}

/** Reports an error that escaped from where `runCli` could catch it, such as one thrown in a timer. */
export function reportBug(error: unknown, words: readonly string[], io: Io): ExitStatus {
  report(createContext(io, { color: !words.includes("--no-color"), ...(words.includes("--json") && { json: true }) }), bug(error), io.cwd);
  return exitStatus.failed;
}

/** An error that nobody foresaw is our bug, whatever it is. */
function bug(error: unknown): Failure {
  const thrown = error instanceof Error ? error : new Error(String(error));
  return {
    code: "SW9001",
    message: `Stepwright has a bug: ${thrown.message}`,
    help: "Please report it, with this whole message and what you did.",
    thrown: { name: thrown.name, message: thrown.message, ...(thrown.stack !== undefined && { stack: thrown.stack }) },
  };
}
