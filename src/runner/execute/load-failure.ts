import type { Failure } from "../model/failure.ts";
import type { Location } from "../model/location.ts";
import type { Death } from "./death.ts";

/** The module ended the process. */
export const exitedWhileLoading = (code: number, at?: Location): Failure => ({
  code: "SW2009",
  message: `The process ended with exit code ${String(code)} while the module was loaded.`,
  help: "Loading a module must not call process.exit; guard such code with if (import.meta.main).",
  ...(at && { at }),
});

/** The process ended while it loaded the module. */
export const loadDied = (death: Death): Failure => {
  switch (death.kind) {
    case "exit":
      return exitedWhileLoading(death.code);
    case "signal":
      return {
        code: "SW2009",
        message: `The process was killed by ${death.signal} while the module was loaded.`,
        help: "A native module may have crashed. Import the module in plain Node to see.",
      };
    case "memory":
      return {
        code: "SW2009",
        message: "The process ran out of memory while the module was loaded.",
        help: "Load large data in a step, not at the top level of a module.",
      };
    case "not started":
      return {
        code: "SW3009",
        message: `The worker process could not start: ${death.message}`,
        help: "Check the Node that runs Stepwright.",
      };
    default:
      return death satisfies never;
  }
};

/** The module was still loading when its time was up. */
export const loadTimedOut = (entry: string, seconds: number): Failure => ({
  code: "SW2008",
  message: `${entry} did not finish loading in ${String(seconds)} seconds.`,
  help: "Look for an endless loop or an `await` at the top level that never ends. STEPWRIGHT_LOAD_TIMEOUT sets the time, in seconds.",
});
