import { constants } from "node:os";
import type { Failure } from "../model/failure.ts";
import type { Location } from "../model/location.ts";
import type { Invocation } from "../model/spec.ts";

/** How a worker process came to its end. */
export type Death =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  | { readonly kind: "memory" }
  | { readonly kind: "not started"; readonly message: string };

/** Reads the end of a process: V8 aborts when its heap is full, and says so on standard error. */
export const deathOf = (code: number | null, signal: string | null, lastWords: string): Death => {
  if (/heap out of memory|Reached heap limit|Array buffer allocation failed/.test(lastWords) && code !== 0) return { kind: "memory" };
  if (signal !== null) return { kind: "signal", signal };
  const bySignal =
    code === null || code < 128 ? undefined : Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
  return bySignal === undefined ? { kind: "exit", code: code ?? -1 } : { kind: "signal", signal: bySignal };
};

/** The failure of a step that was still at work when its time was up. */
export const stepTimedOut = ({ id, options, at }: Invocation): Failure => ({
  code: "SW3002",
  message: `\`${id}\` took longer than its timeout of ${String(options.timeout)} s.`,
  help: "Raise `timeout`, or let the step do less. Its `signal` tells it when the time is up.",
  ...(at && { at }),
});

/** The failure of an inline step beside one that blocked their process and did not end when it was asked to. */
export const stepBlocked = ({ id, at }: Invocation, blocker: string): Failure => ({
  code: "SW3004",
  message: `The process of \`${id}\` was killed, because \`${blocker}\` blocked it.`,
  help: `Inline steps share a process. Work that keeps the processor busy belongs in an isolated step: step({ runtime: "isolated" }, …).`,
  ...(at && { at }),
});

/** The failure of a step that only the process that made it could run. */
export const makerGone = ({ id, at }: Invocation): Failure => ({
  code: "SW3004",
  message: `\`${id}\` was made inside the pipeline function, and the process that made it has ended.`,
  help: "Mend the step that ended it, or bind this one to a name at the top level of a module.",
  ...(at && { at }),
});

/** The failure of a step whose process ended under it. */
export const stepDied = (invocation: string, death: Death, at: Location | undefined): Failure => {
  const place = at === undefined ? {} : { at };
  switch (death.kind) {
    case "exit":
      return {
        code: "SW3003",
        message: `\`${invocation}\` ended its process with exit code ${String(death.code)}.`,
        help: "A step returns or throws; it must not call process.exit. See its log for what it said before.",
        ...place,
      };
    case "signal":
      return {
        code: "SW3004",
        message: `The process of \`${invocation}\` was killed by ${death.signal}.`,
        help:
          death.signal === "SIGKILL"
            ? "The system kills processes when memory is short; someone may have killed it as well."
            : "A native module may have crashed. See the step's log.",
        ...place,
      };
    case "memory":
      return {
        code: "SW3005",
        message: `\`${invocation}\` ran out of memory.`,
        help: "Give it more, in megabytes: step({ resources: { memory: 8192 } }, …), or let it hold less at a time.",
        ...place,
      };
    case "not started":
      return {
        code: "SW3009",
        message: `The worker process for \`${invocation}\` could not start: ${death.message}`,
        help: "Check the Node that runs Stepwright.",
        ...place,
      };
    default:
      return death satisfies never;
  }
};
