import type { Failure } from "../../model/failure.ts";
import { err, type Result } from "../../model/result.ts";

/** A place inside a value that cannot be kept, and why. */
export interface Refusal {
  /** As code would reach it from the output: `model.layers[2].fn`; the output's name alone for the value itself. */
  readonly path: string;
  /** Follows the path in a sentence: `is a function`. */
  readonly problem: string;
  /** What to do about it. */
  readonly help: string;
}

/** SW3006 for a place inside the value. */
export function refuse(output: string, { path, problem, help }: Refusal): Result<never> {
  return cannotStore(output, `${path === output ? "It" : `\`${path}\``} ${problem}.`, help);
}

/** SW3006. `reason` is a sentence. */
export function cannotStore(output: string, reason: string, help: string): Result<never> {
  return err<Failure>({ code: "SW3006", message: `Output \`${output}\` cannot be stored. ${reason}`, help });
}

/** SW3007. `reason` is a sentence. */
export function cannotLoad(reason: string, help: string): Result<never> {
  return err<Failure>({ code: "SW3007", message: `A stored value cannot be loaded. ${reason}`, help });
}

/** SW4005: the file is whole but does not hold what its manifest says. `reason` is a sentence. */
export function damaged(hash: string, reason: string): Result<never> {
  return err<Failure>({
    code: "SW4005",
    message: `The stored content ${hash.slice(0, 12)} is damaged. ${reason}`,
    help: "Run the step that made it again, with the cache off for that step.",
  });
}

/** How a person is told to store what has no form of its own. */
export function materializerHelp(output: string, type: string): string {
  // Messages call an output by its step as well: `train.model`.
  const name = output.slice(output.lastIndexOf(".") + 1);
  const key = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
  return `Return plain data, or give the step \`outputs: { ${key}: { materializer } }\` with \`materializer({ type: ${type}, extension, save, load })\`.`;
}

/** The message of anything that was thrown. */
export function thrownMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
