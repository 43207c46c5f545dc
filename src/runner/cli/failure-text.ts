import type { Failure, ThrownError } from "../model/failure.ts";
import type { Colors } from "./terminal.ts";
import { codeFrame } from "./text/code-frame.ts";
import { absolutePath, placeText, type Places } from "./text/place.ts";
import { printable } from "./text/printable.ts";
import { bugFrames, stackFrames } from "./text/stack-text.ts";

/**
 * A failure as every command shows it to people. No line break at the end.
 *
 * ```text
 * error[SW3001] Step `train` threw: labels is not iterable
 *   at src/train.ts:12:9
 *     12 │   for (const label of labels) count(label);
 *        │                       ^
 *   help: Correct the step and run again; what finished is cached.
 *     at train (src/train.ts:12:23)
 * ```
 */
export function failureText(failure: Failure, places: Places, colors: Colors): string {
  const [title = "", ...rest] = printable(failure.message).split("\n");
  const lines = [`${colors.red(colors.bold(`error[${failure.code}]`))} ${title}`, ...rest.map((line) => `  ${line}`)];
  if (failure.at !== undefined) {
    lines.push(`  ${colors.cyan(`at ${placeText(failure.at, places)}`)}`);
    lines.push(...codeFrame(absolutePath(failure.at, places), failure.at).map((line) => `    ${line}`));
  }
  for (const related of failure.related ?? []) {
    lines.push(`  ${printable(related.message)} ${colors.cyan(`(${placeText(related.at, places)})`)}`);
  }
  if (failure.help !== "") lines.push(`  ${colors.bold("help:")} ${printable(failure.help).replaceAll("\n", "\n  ")}`);
  if (failure.thrown !== undefined) lines.push(...thrownLines(failure, failure.thrown, places, colors));
  return lines.join("\n");
}

/** The error itself with its stack, and below it what caused it. What the message of the failure says already is not said again. */
function thrownLines(failure: Failure, thrown: ThrownError, places: Places, colors: Colors): string[] {
  const lines: string[] = [];
  for (let error: ThrownError | undefined = thrown; error !== undefined; error = error.cause) {
    const title = printable(`${error.name}: ${error.message}`).replaceAll("\n", "\n  ");
    if (error !== thrown) lines.push(`  caused by ${title}`);
    else if (!failure.message.includes(error.message)) lines.push(`  ${title}`);
    // The one failure whose stack is ours: whoever reports it needs every frame.
    const frames = failure.code === "SW9001" ? bugFrames : stackFrames;
    lines.push(...frames(error.stack ?? "", places.cwd).map((frame) => `    ${colors.dim(frame)}`));
  }
  return lines;
}
