import type { Failure } from "../model/failure.ts";
import type { Location } from "../model/location.ts";
import type { Death } from "./death.ts";
import { loadDied } from "./load-failure.ts";

const help = "A pipeline function only connects steps. Move work that takes time or memory into a step.";

/** The process ended while the pipeline function ran. */
export const recordDied = (pipeline: string, at: Location, death: Death): Failure => {
  switch (death.kind) {
    case "exit":
      return { code: "SW1033", message: `\`${pipeline}\` ended its process with exit code ${String(death.code)}.`, help, at };
    case "signal":
      return { code: "SW1033", message: `The process of \`${pipeline}\` was killed by ${death.signal}.`, help, at };
    case "memory":
      return { code: "SW1033", message: `\`${pipeline}\` ran out of memory before any step ran.`, help, at };
    case "not started":
      return loadDied(death);
    default:
      return death satisfies never;
  }
};

/** The pipeline function was still at work when its time was up. */
export const recordTimedOut = (pipeline: string, at: Location, seconds: number): Failure => ({
  code: "SW1033",
  message: `\`${pipeline}\` did not return in ${String(seconds)} seconds.`,
  help: `Look for a loop that never ends. ${help} STEPWRIGHT_LOAD_TIMEOUT sets the time, in seconds.`,
  at,
});
