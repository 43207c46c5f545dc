import { inspect } from "node:util";
import type { ThrownError } from "../../model/failure.ts";

const maxText = 8_000;
const maxCauses = 5;

/**
 * What was thrown, as plain data: bounded, and never throwing itself, whatever the author's code threw.
 *
 * @param ours folder of our own modules; its frames and Node's are cut out of the stack.
 */
export const describeThrown = (error: unknown, ours: string, depth = 0): ThrownError => {
  try {
    if (!(error instanceof Error)) return { name: "thrown value", message: cut(inspect(error, { depth: 2 })) };
    const stack = typeof error.stack === "string" ? userStack(error.stack, ours) : undefined;
    return {
      name: String(error.name),
      message: cut(String(error.message)),
      ...(stack !== undefined && { stack }),
      ...(error.cause !== undefined && depth < maxCauses && { cause: describeThrown(error.cause, ours, depth + 1) }),
    };
  } catch {
    return { name: "Error", message: "An error that cannot be shown." };
  }
};

const cut = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText)}…` : text);

const userStack = (stack: string, ours: string): string =>
  cut(
    stack
      .split("\n")
      .filter((line) => !/^\s+at /.test(line) || !(line.includes(ours) || line.includes("node:internal") || line.includes("(<anonymous>)")))
      .join("\n"),
  );

/** The first place in a stack: where the author's code threw. */
export const placeInStack = (stack: string | undefined): { file: string; line: number; column: number } | undefined => {
  const match = stack?.match(/^\s+at (?:.*\()?(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/m);
  const [, file, line, column] = match ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
};
