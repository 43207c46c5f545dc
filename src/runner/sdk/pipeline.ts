import { attachDefinition, placesOfDefinition, type PipelineDefinition } from "./definition.ts";
import { StepwrightError } from "./errors.ts";
import { checkOptions } from "./option-check.ts";
import type { PipelineOptions, RunOptions } from "./options.ts";
import { launchOverrides, originOf } from "./overrides.ts";
import { placeOfCall } from "./state.ts";
import { calledWhileLoading, changed } from "./step.ts";
import type { AnyInputs, Pipeline } from "./types.ts";

/**
 * Makes a pipeline of a function that calls steps. Calling it runs it and resolves to the finished run; inside another pipeline its
 * steps join the outer graph.
 *
 * @example
 * export const training = pipeline(({ epochs = 10 }: { epochs?: number }) => {
 *   const data = loadData();
 *   return train({ data, epochs });
 * });
 * if (import.meta.main) await training({ epochs: 20 });
 */
export function pipeline<A extends AnyInputs, R>(fn: (...args: A) => R): Pipeline<A, R, RunOptions>;
export function pipeline<A extends AnyInputs, R>(options: PipelineOptions, fn: (...args: A) => R): Pipeline<A, R, RunOptions>;
export function pipeline(first: unknown, second?: unknown): unknown {
  const [options, fn] = typeof first === "function" ? [{}, first] : [(first ?? {}) as PipelineOptions, second];
  if (typeof fn !== "function") {
    throw new StepwrightError({
      code: "SW1021",
      message: "`pipeline` was called without a function.",
      help: "Write pipeline(() => { … }) or pipeline({ … }, () => { … }).",
    });
  }
  checkOptions("pipeline", options);
  return callable({ kind: "pipeline", fn: fn as PipelineDefinition["fn"], options, places: placesOfDefinition() });
}

type PipelineCall = (...args: unknown[]) => unknown;

const callable = (definition: PipelineDefinition): PipelineCall => {
  const call: PipelineCall = (...args) => callPipeline(definition, args);
  Object.defineProperty(call, "name", { value: definition.options.name ?? definition.fn.name, configurable: true });
  attachDefinition(call, definition);
  return Object.assign(call, {
    withOptions: (options: RunOptions & { merge?: boolean }) =>
      callable({
        ...definition,
        options: changed("run", definition.options, options),
        base: definition,
        said: [...(definition.said ?? []), ...Object.keys(options)],
        places: placesOfDefinition(),
      }),
    configure: (options: RunOptions & { merge?: boolean }) => {
      definition.options = changed("run", definition.options, options);
      return call;
    },
  });
};

const callPipeline = (definition: PipelineDefinition, args: unknown[]): unknown => {
  const name = definition.options.name ?? definition.fn.name;
  const place = placeOfCall();
  switch (place.kind) {
    case "recording":
      return place.recorder.inline(definition, args);
    case "loading":
      throw calledWhileLoading("pipeline", name);
    case "step":
      throw new StepwrightError({
        code: "SW1029",
        message: `The pipeline ${name === "" ? "" : `\`${name}\` `}is called inside a running step.`,
        help: "Call it from another pipeline, or call its steps' functions: a step inside a step is the bare function.",
      });
    case "bare":
      throw calledWhileLoading("pipeline", name);
    case "program":
      return launchOverrides(definition).then((overrides) =>
        place.launcher.runPipeline({ kind: "pipeline", name, places: originOf(definition).places, args, overrides }),
      );
    default:
      return place satisfies never;
  }
};
