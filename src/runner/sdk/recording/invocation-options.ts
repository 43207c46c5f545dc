import type { CachePolicy, ResolvedStepOptions } from "../../model/options.ts";
import type { StepDefinition } from "../definition.ts";
import { StepwrightError } from "../errors.ts";
import { mergeOptions } from "../option-check.ts";
import type { CacheOption, InvocationOptions, PipelineOptions, StepHooks } from "../options.ts";

/** Options as they will be used for one call, with functions replaced by where they are found. */
export interface InvocationSettings {
  readonly options: ResolvedStepOptions;
  readonly hooks: Record<string, string>;
  readonly materializers: Record<string, string>;
  /** A function or materializer that no binding leads to: only this process can use it. */
  readonly local: boolean;
}

/** The options of a pipeline around the call, and where its functions are found (`pipeline:IDENTITY`). */
export interface PipelineDefaults {
  readonly options: PipelineOptions;
  readonly ref: string | undefined;
}

/** Finds the reference of a function or object that a top-level binding holds. */
export type FindRef = (value: object) => string | undefined;

/**
 * Merges what the pipelines around say (outermost first) with what the step says. What the step says wins; `enableCache` of the run
 * wins over both.
 *
 * @param stepRef where the step's own definition is found (`step:IDENTITY`), if anywhere.
 */
export const settingsOf = (
  definition: StepDefinition,
  around: readonly PipelineDefaults[],
  run: { readonly enableCache?: boolean },
  stepRef: string | undefined,
  findRef: FindRef,
): InvocationSettings => {
  const own = definition.options;
  const inherited = around.map(({ options }) => sharedPart(options));
  const merged = [...inherited, own].reduce<InvocationOptions>(mergeOptions, {});
  const hooks: Record<string, string> = {};
  const materializers: Record<string, string> = {};
  let local = false;
  const refer = (into: Record<string, string>, key: string, value: object | undefined, inDefinition: string | undefined): void => {
    if (value === undefined) return;
    const ref = inDefinition ?? findRef(value);
    if (ref === undefined) local = true;
    else into[key] = ref;
  };
  for (const name of hookNames) {
    const hook = merged.hooks?.[name];
    const source = around.find(({ options }) => options.hooks?.[name] === hook);
    refer(hooks, name, hook, definitionRef(definition, stepRef, (options) => options.hooks?.[name] === hook) ?? source?.ref);
  }
  for (const [output, { materializer }] of Object.entries(merged.outputs ?? {})) {
    refer(
      materializers,
      output,
      materializer,
      definitionRef(definition, stepRef, (options) => options.outputs?.[output]?.materializer === materializer),
    );
  }
  const options = plainOptions(merged, run.enableCache);
  const offBy = cacheOffBy(options, own, run.enableCache);
  return { options: { ...options, ...(offBy && { cacheOffBy: offBy }) }, hooks, materializers, local };
};

const hookNames = ["onStart", "onEnd", "onSuccess", "onFailure"] as const satisfies readonly (keyof StepHooks)[];

/** The step's own definition leads to a function if that definition, and not a copy made while recording, says it. */
const definitionRef = (
  definition: StepDefinition,
  ref: string | undefined,
  says: (options: InvocationOptions) => boolean,
): string | undefined => (ref !== undefined && says(rootOf(definition).options) ? ref : undefined);

/** What a copy was made of, all the way. */
const rootOf = (definition: StepDefinition): StepDefinition => (definition.base === undefined ? definition : rootOf(definition.base));

const sharedPart = ({ enableCache, cache, hooks, environment }: PipelineOptions): InvocationOptions => ({
  ...(enableCache !== undefined && { enableCache }),
  ...(cache !== undefined && { cache }),
  ...(hooks !== undefined && { hooks }),
  ...(environment !== undefined && { environment }),
});

const plainOptions = (merged: InvocationOptions, runCache: boolean | undefined): ResolvedStepOptions => {
  const enableCache = runCache ?? merged.enableCache;
  return {
    ...(enableCache !== undefined && { enableCache }),
    ...(merged.cache !== undefined && { cache: plainCache(merged.cache) }),
    // Checked when it was merged: the number is there.
    ...(merged.retry && { retry: { maxRetries: 0, ...merged.retry } }),
    ...(merged.timeout !== undefined && { timeout: merged.timeout }),
    ...(merged.runtime && { runtime: merged.runtime }),
    ...(merged.tags && { tags: [...merged.tags] }),
    ...(merged.metadata && { metadata: { ...merged.metadata } }),
    ...(merged.environment && { environment: { ...merged.environment } }),
    ...(merged.resources && { resources: { ...merged.resources } }),
    ...(merged.type !== undefined && { type: merged.type }),
    ...(merged.extra && { extra: { ...merged.extra } }),
  };
};

/** Who says that the cache is not used: what wins, see {@link settingsOf}. */
const cacheOffBy = (
  { enableCache, cache }: ResolvedStepOptions,
  own: InvocationOptions,
  runCache: boolean | undefined,
): ResolvedStepOptions["cacheOffBy"] => {
  if (runCache === false) return "run";
  if (enableCache === false) return own.enableCache === false ? "step" : "pipeline";
  if (cache === "never") return own.cache === "never" ? "step" : "pipeline";
  return undefined;
};

const plainCache = (cache: CacheOption): CachePolicy => {
  if (cache === "never") return "never";
  const { key, ignoreInputs, files, env, ...rest } = cache;
  return {
    ...rest,
    ...(ignoreInputs && { ignoreInputs: [...ignoreInputs] }),
    ...(files && { files: [...files] }),
    ...(env && { env: [...env] }),
    ...(key && { keyValue: keyText(key()) }),
  };
};

/** Plain JavaScript has no compiler that says so. */
const keyText = (value: unknown): string => {
  if (typeof value === "string") return value;
  throw new StepwrightError({
    code: "SW1021",
    message: `\`cache.key\` returned a ${typeof value}.`,
    help: "Return a text that stands for what the step depends on.",
  });
};
