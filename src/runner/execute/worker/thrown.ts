import { inspect } from "node:util";
import type { ThrownError } from "../../model/failure.ts";
import { withoutOwnFrames } from "../../sdk/own-frames.ts";

const maxText = 8_000;
const maxCauses = 5;
const notAnError = "thrown value";

/**
 * What was thrown, as plain data: bounded, and never throwing itself, whatever the author's code threw. Our own frames and Node's are
 * cut out of the stack.
 */
export const describeThrown = (error: unknown, depth = 0): ThrownError => {
  try {
    if (!(error instanceof Error)) return { name: notAnError, message: cut(inspect(error, { depth: 2 })) };
    const stack = typeof error.stack === "string" ? cut(withoutOwnFrames(error.stack)) : undefined;
    return {
      name: error.name,
      message: cut(error.message),
      ...(stack !== undefined && { stack }),
      ...(error.cause !== undefined && depth < maxCauses && { cause: describeThrown(error.cause, depth + 1) }),
    };
  } catch {
    return { name: "Error", message: "An error that cannot be shown." };
  }
};

/** `TypeError: no such thing`; of a thrown value that is not an error, the value. */
export const thrownTitle = ({ name, message }: ThrownError): string => (name === notAnError ? message : `${name}: ${message}`);

/** What was thrown, as text for the person who wrote the code that threw it. */
export const thrownText = (error: unknown): string => {
  const thrown = describeThrown(error);
  return thrown.stack ?? thrownTitle(thrown);
};

const cut = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText)}…` : text);

/** The first place in a stack: where the author's code threw. */
export const placeInStack = (stack: string | undefined): { file: string; line: number; column: number } | undefined => {
  const match = stack?.match(/^\s+at (?:.*\()?(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/m);
  const [, file, line, column] = match ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
};
