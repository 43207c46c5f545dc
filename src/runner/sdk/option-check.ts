import { didYouMean } from "../model/nearest.ts";
import { isStandardSchema } from "../model/standard-schema.ts";
import { StepwrightError } from "./errors.ts";
import { isJson } from "./recording/binding.ts";

/** Checks options when they are given, so that a typing error shows where it stands and not in the middle of a run. */

type Check = readonly [test: (value: unknown) => boolean, wanted: string];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isList = (value: unknown, each: (item: unknown) => boolean): boolean => Array.isArray(value) && value.every(each);
const isNumberFrom = (minimum: number) => (value: unknown) => typeof value === "number" && Number.isFinite(value) && value >= minimum;
const oneOf =
  (...names: string[]) =>
  (value: unknown) =>
    typeof value === "string" && names.includes(value);
const hooks = ["onStart", "onEnd", "onSuccess", "onFailure"];

const text: Check = [isText, "a text that is not empty"];
const truth: Check = [(value) => typeof value === "boolean", "true or false"];
const seconds: Check = [(value) => isNumberFrom(0)(value) && value !== 0, "a number of seconds above 0"];
const object: Check = [isObject, "an object"];
const jsonObject: Check = [(value) => isObject(value) && isJson(value), "an object of JSON"];
const count: Check = [(value) => Number.isInteger(value) && isNumberFrom(1)(value), "a whole number from 1"];

const cachePolicy: Record<string, Check> = {
  expiresAfter: seconds,
  ignoreInputs: [(value) => isList(value, isText), "a list of input names"],
  files: [(value) => isList(value, isText), "a list of paths"],
  env: [(value) => isList(value, isText), "a list of names"],
  key: [(value) => typeof value === "function", "a function that returns a text"],
  includeCode: truth,
  includeParameters: truth,
};

const shared: Record<string, Check> = {
  name: text,
  enableCache: truth,
  cache: [(value) => value === "never" || isObject(value), '"never" or an object'],
  hooks: [
    (value) =>
      isObject(value) &&
      Object.entries(value).every(([key, hook]) => hooks.includes(key) && (hook === undefined || typeof hook === "function")),
    `an object of functions: ${hooks.join(", ")}`,
  ],
  tags: [(value) => isList(value, isText), "a list of texts"],
  metadata: object,
  environment: [(value) => isObject(value) && Object.values(value).every((item) => typeof item === "string"), "an object of texts"],
  extra: object,
};

const step: Record<string, Check> = {
  ...shared,
  retry: [
    (value) =>
      isObject(value) &&
      Number.isInteger(value["maxRetries"]) &&
      isNumberFrom(0)(value["maxRetries"]) &&
      ["delay", "backoff"].every((key) => value[key] === undefined || isNumberFrom(0)(value[key])),
    "{ maxRetries, delay?, backoff? } with numbers from 0",
  ],
  timeout: seconds,
  runtime: [oneOf("isolated", "inline"), '"isolated" or "inline"'],
  inputs: [
    (value) => isObject(value) && Object.values(value).every(isStandardSchema),
    "an object of schemas (zod, valibot, arktype …), by input",
  ],
  outputs: [
    (value) => isObject(value) && Object.values(value).every((said) => isObject(said) || isStandardSchema(said)),
    "an object of { name?, materializer?, schema? } or of schemas, by output",
  ],
  resources: [(value) => isObject(value) && (value["memory"] === undefined || count[0](value["memory"])), "{ memory } in megabytes"],
  type: text,
  parameters: object,
};

const pipeline: Record<string, Check> = {
  ...shared,
  executionMode: [oneOf("continueOnFailure", "stopOnFailure", "failFast"), '"continueOnFailure", "stopOnFailure" or "failFast"'],
  maxConcurrency: count,
  substitutions: object,
  dynamic: truth,
};

const tables = {
  step,
  invocation: { ...step, id: text, after: [() => true, ""] satisfies Check, merge: truth },
  pipeline,
  run: { ...pipeline, runName: text, parameters: jsonObject, merge: truth },
} satisfies Record<string, Record<string, Check>>;

const subject = { step: "a step", invocation: "a call", pipeline: "a pipeline", run: "a run" } satisfies Record<
  keyof typeof tables,
  string
>;

/**
 * Refuses an unknown option or a wrong value.
 *
 * @throws StepwrightError `SW1021`, naming the nearest option.
 */
export const checkOptions = (kind: keyof typeof tables, options: unknown): void => {
  if (!isObject(options)) {
    throw new StepwrightError({
      code: "SW1021",
      message: `The options of ${subject[kind]} are not an object.`,
      help: "Write them as { name: … }, in front of the function.",
    });
  }
  const table: Record<string, Check | undefined> = tables[kind];
  checkAgainst(table, subject[kind], options);
  if (isObject(options["cache"])) checkAgainst(cachePolicy, "a cache policy", options["cache"]);
};

const checkAgainst = (table: Record<string, Check | undefined>, owner: string, options: object): void => {
  for (const [key, value] of Object.entries(options)) {
    const check = table[key];
    if (check === undefined) {
      throw new StepwrightError({
        code: "SW1021",
        message: `\`${key}\` is not an option of ${owner}.${didYouMean(key, Object.keys(table))}`,
        help: `There are: ${Object.keys(table).join(", ")}.`,
      });
    }
    const [test, wanted] = check;
    if (value !== undefined && !test(value)) {
      throw new StepwrightError({
        code: "SW1021",
        message: `The option \`${key}\` of ${owner} has a wrong value.`,
        help: `Give it ${wanted}.`,
      });
    }
  }
};

/** Merges options: plain objects deeply, everything else replaced by what comes later; `undefined` changes nothing. */
export const mergeOptions = <T extends object>(earlier: T, later: T): T => merge(Object.entries(earlier), Object.entries(later)) as T;

const merge = (earlier: readonly [string, unknown][], later: readonly [string, unknown][]): object => {
  const merged = new Map(earlier);
  for (const [key, value] of later) {
    if (value === undefined) continue;
    const before = merged.get(key);
    merged.set(key, isPlain(before) && isPlain(value) ? merge(Object.entries(before), Object.entries(value)) : value);
  }
  return Object.fromEntries(merged);
};

const isPlain = (value: unknown): value is Record<string, unknown> =>
  isObject(value) &&
  // One kind of schema is made of plain objects, of which no part can be replaced.
  !isStandardSchema(value) &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);
