import type { RunOverrides } from "../model/protocol.ts";
import type { PipelineDefinition } from "./definition.ts";
import { StepwrightError } from "./errors.ts";
import type { RunOptions } from "./options.ts";

/**
 * The options that a program gave with `withOptions`, as the runner gets them. The runner loads the module itself, so only what a
 * message can carry goes along.
 *
 * @throws StepwrightError `SW1020` where such an option holds a function.
 */
export const launchOverrides = (definition: PipelineDefinition): Promise<RunOverrides> =>
  new Promise((resolve) => {
    resolve(definition.base === undefined ? {} : overridesOf(definition.options, rootOptions(definition)));
  });

const rootOptions = (definition: PipelineDefinition): RunOptions =>
  definition.base === undefined ? definition.options : rootOptions(definition.base);

const overridesOf = (options: RunOptions, defined: RunOptions): RunOverrides => {
  const given: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === Reflect.get(defined, key)) continue;
    const path = functionInside(value, key);
    if (path !== undefined) {
      throw new StepwrightError({
        code: "SW1020",
        message: `The option \`${path}\` holds a function, which cannot be handed to the runner.`,
        help: "Say it where the pipeline is defined: pipeline({ … }, () => { … }).",
      });
    }
    given[key] = value;
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
