import * as z from "zod/mini";
import { Location } from "./location.ts";

/**
 * Every user-visible error, by its stable code. A code is never given a new meaning; `docs/errors.md` has a section for each,
 * and a test holds the two together.
 */
export const failureTitles = {
  // Authoring: what a step or pipeline says, or what a pipeline records.
  SW1001: "An artifact handle is used as a value",
  SW1002: "An invocation id is used twice",
  SW1003: "A step or pipeline has no such input",
  SW1004: "An input is missing",
  SW1005: "Too many arguments",
  SW1006: "A parameter is not JSON",
  SW1007: "Steps wait for each other in a cycle",
  SW1008: "`after` names an unknown invocation",
  SW1009: "A single output is destructured",
  SW1010: "A step has no such output",
  SW1011: "A rest parameter cannot be an input",
  SW1012: "The returns of a step disagree",
  SW1013: "A tuple of variable length cannot be several outputs",
  SW1014: "Two outputs have the same name",
  SW1015: "A step returned other outputs than it declares",
  SW1016: "A static pipeline cannot be async",
  SW1017: "A step or pipeline is called while its module loads",
  SW1018: "A step made inside a pipeline needs a name",
  SW1019: "A pipeline or step without a top-level binding cannot be run",
  SW1020: "An option that holds a function must be part of the definition",
  SW1021: "An option is unknown or has a wrong value",
  SW1022: "A name cannot be used",
  SW1023: "The step context is used outside a step",
  SW1024: "The pipeline function threw",
  SW1025: "A pipeline returns something other than artifacts",
  SW1026: "A name template has an unknown placeholder",
  SW1027: "A run name is in use",
  SW1028: "An artifact version is in use",
  SW1029: "A pipeline is called inside a step",
  SW1030: "A generator function cannot be a step or pipeline",
  SW1031: "The outputs of a step are not known before it runs",
  SW1032: "An input or output has no type annotation",
  SW1033: "A pipeline function did not come to its end",
  SW1040: "A generic step is erased to its constraint",
  SW1041: "An array literal without an annotation is one list",
  SW1042: "A step reads what its cache key does not cover",
  // Loading: from a file to a module in memory.
  SW2001: "A file does not parse",
  SW2002: "A file does not exist",
  SW2003: "A file has no such pipeline",
  SW2004: "A file has several pipelines",
  SW2005: "A file has no pipeline",
  SW2006: "An import cannot be resolved",
  SW2007: "A module threw while it was loaded",
  SW2008: "A module did not finish loading",
  SW2009: "The process ended while a module was loaded",
  SW2010: "A tsconfig.json cannot be read",
  SW2011: "A type is too much for the type checker",
  SW2012: "The code of a folder is not trusted",
  // Execution: what happens to one attempt or one run.
  SW3001: "A step threw",
  SW3002: "A step took longer than its timeout",
  SW3003: "A step ended its process",
  SW3004: "A step's process was killed by a signal",
  SW3005: "A step ran out of memory",
  SW3006: "An output cannot be stored",
  SW3007: "An input cannot be loaded",
  SW3008: "The run was cancelled",
  SW3009: "A worker process could not start",
  SW3010: "Steps of the run failed",
  SW3011: "The runner ended before the run did",
  SW3012: "An input is not what its type says",
  SW3013: "An output is not what its type says",
  // Store: what is kept in the workspace.
  SW4001: "The workspace cannot be written",
  SW4002: "The disk is full",
  SW4003: "There is no such artifact",
  SW4004: "There is no such run",
  SW4005: "A stored file is damaged",
  SW4006: "The database was written by a newer version",
  SW4007: "There is no such step in the run",
  SW4008: "A value of a store from elsewhere is not rebuilt",
  SW4009: "Something is in use",
  SW4010: "A step did not start",
  SW4011: "There is nothing to resume",
  // Command line.
  SW5001: "A parameter is unknown",
  SW5002: "A parameter has a wrong value",
  SW5003: "A command is used wrongly",
  SW5004: "A configuration file is wrong",
  // Ours.
  SW9001: "Stepwright has a bug",
} as const;

export type FailureCode = keyof typeof failureTitles;
const codes = Object.keys(failureTitles) as [FailureCode, ...FailureCode[]];

/** The error of a user's own code, as it was thrown: class name, message, stack in source positions, and the errors that caused it. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: ThrownError | undefined;
}
export const ThrownError: z.ZodMiniType<ThrownError> = z.object({
  name: z.string(),
  message: z.string(),
  stack: z.optional(z.string()),
  cause: z.optional(z.lazy(() => ThrownError)),
});

/**
 * One user-visible error: what is wrong (`message`, one or two sentences), where (`at`), what to do (`help`).
 * The terminal, the Problems panel, the journal and the `--json` output carry this same object.
 */
export const Failure = z.object({
  code: z.enum(codes),
  message: z.string(),
  help: z.string(),
  at: z.optional(Location),
  /** Other places that explain it, such as the first use of a duplicate id. */
  related: z.optional(z.array(z.object({ at: Location, message: z.string() }))),
  thrown: z.optional(ThrownError),
});
export type Failure = z.infer<typeof Failure>;
