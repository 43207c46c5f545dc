import type { Json } from "../model/json.ts";
import type { RunOverrides } from "../model/overrides.ts";
import type { Definition } from "./definition.ts";
import { StepwrightError } from "./errors.ts";

/**
 * The options that a program gave with `withOptions`, as the runner gets them. The runner loads the module itself, so only what a
 * message can carry goes along.
 *
 * @throws StepwrightError `SW1020` where such an option holds a function.
 */
export const launchOverrides = (definition: Definition): Promise<RunOverrides> =>
  new Promise((resolve) => {
    const given = definition.base === undefined ? {} : changedOptions(definition, originOf(definition).options);
    resolve(definition.kind === "pipeline" || definition.base === undefined ? given : { step: given });
  });

/** What the runner can find: a copy that was made on the way to the call has no binding of its own. */
export const originOf = (definition: Definition): Definition => (definition.base === undefined ? definition : originOf(definition.base));

const changedOptions = (definition: Definition, defined: Definition["options"]): Record<string, Json> => {
  const { kind, options } = definition;
  const said = definition.kind === "pipeline" ? (definition.said ?? []) : [];
  const given: Record<string, Json> = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === Reflect.get(defined, key) && !said.includes(key)) continue;
    const path = functionInside(value, key);
    if (path !== undefined) {
      throw new StepwrightError({
        code: "SW1020",
        message: `The option \`${path}\` holds a function, which cannot be handed to the runner.`,
        help: `Say it where the ${kind} is defined: ${kind}({ … }, () => { … }).`,
      });
    }
    // What holds no function is data: that is what options are made of besides.
    given[key] = value as Json;
  }
  return given;
};

const functionInside = (value: unknown, path: string): string | undefined => {
  if (typeof value === "function") return path;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = functionInside(item, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
};
