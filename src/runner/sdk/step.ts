import { attachDefinition, placesOfDefinition, type StepDefinition } from "./definition.ts";
import { StepwrightError } from "./errors.ts";
import { checkOptions, mergeOptions } from "./option-check.ts";
import type { InputSchemas, InvocationOptions, StepOptions, StepSettings } from "./options.ts";
import { launchOverrides, originOf } from "./overrides.ts";
import { refuseSchemas, settled } from "./schemas.ts";
import { placeOfCall } from "./state.ts";
import type { ByPosition, MadeInputs, OnlyNames, OutputSettings, SchemasFor, Stored, TakenInputs, WithSchemas } from "./schema-types.ts";
import type { AnyInputs, Step } from "./types.ts";

type AnyMethod = (this: never, ...args: never[]) => unknown;
/** The decorator form keeps the method's own type. */
type StepDecorator = <M extends AnyMethod>(method: M, context: ClassMethodDecoratorContext) => M;

/**
 * The decorator without options. It comes first: a decorator may leave out its second parameter, so the next overload would take it too.
 */
export function step<C, A extends AnyInputs, R>(
  method: (this: C, ...args: A) => R,
  context: ClassMethodDecoratorContext<C, (this: C, ...args: A) => R>,
): (this: C, ...args: A) => R;
/**
 * Makes a step of a function.
 *
 * @example
 * export const loadData = step(() => ({ features: [[1, 2], [3, 4]], labels: [0, 1] }));
 * export const train = step({ retry: { maxRetries: 3 } }, async ({ data, epochs = 10 }: { data: Dataset; epochs?: number }) => fit(data, epochs));
 * class Training {
 *   @step() static load(): Dataset { … }
 * }
 */
export function step<A extends AnyInputs, R>(fn: (...args: A) => R): Step<A, R, InvocationOptions>;
export function step<S extends InputSchemas, R, T extends OutputSettings = Record<string, never>>(
  options: WithSchemas<S, T>,
  fn: (inputs: MadeInputs<S>) => R,
): Step<[inputs: MadeInputs<S>], R, InvocationOptions, [inputs: TakenInputs<MadeInputs<S>, S>], Stored<Awaited<R>, T>>;
export function step<P extends object, S extends SchemasFor<P>, R, T extends OutputSettings = Record<string, never>>(
  options: WithSchemas<S & OnlyNames<S, P>, T>,
  fn: (inputs: P) => R,
): Step<[inputs: P], R, InvocationOptions, [inputs: TakenInputs<P, S>], Stored<Awaited<R>, T>>;
export function step<A extends AnyInputs, R, S extends InputSchemas, T extends OutputSettings = Record<string, never>>(
  options: WithSchemas<S & ByPosition<S, A>, T>,
  fn: (...args: A) => R,
): Step<A, R, InvocationOptions, AnyInputs, Stored<Awaited<R>, T>>;
export function step<A extends AnyInputs, R, T extends OutputSettings>(
  options: Omit<StepOptions, "inputs" | "outputs"> & { readonly inputs?: never; readonly outputs: T },
  fn: (...args: A) => R,
): Step<A, R, InvocationOptions, A, Stored<Awaited<R>, T>>;
export function step<A extends AnyInputs, R>(options: Omit<StepOptions, "inputs">, fn: (...args: A) => R): Step<A, R, InvocationOptions>;
export function step(options?: StepOptions): StepDecorator;
export function step(first?: unknown, second?: unknown): unknown {
  if (typeof first === "function") {
    if (isDecoratorContext(second)) return decorate(first as AnyMethod, second, {});
    return makeStep(first as AnyMethod, {});
  }
  const options = (first ?? {}) as StepOptions;
  checkOptions("step", options);
  if (typeof second === "function") return makeStep(second as StepDefinition["fn"], settled(options));
  return (method: AnyMethod, context: ClassMethodDecoratorContext) => decorate(method, context, settled(options));
}

const isDecoratorContext = (value: unknown): value is ClassMethodDecoratorContext =>
  typeof value === "object" && value !== null && "kind" in value && "addInitializer" in value;

const decorate = (method: AnyMethod, context: ClassMethodDecoratorContext, options: StepSettings): unknown => {
  if (!context.static || context.private) {
    throw new StepwrightError({
      code: "SW1021",
      message: `\`@step\` stands on \`${String(context.name)}\`, which is not a public static method.`,
      help: "Make the method static, or make the step of a function: const name = step(() => …).",
    });
  }
  const definition = define(method, { name: String(context.name), ...options });
  context.addInitializer(function (this: unknown) {
    definition.self = this;
  });
  return callable(definition);
};

const define = (fn: StepDefinition["fn"], options: StepSettings, base?: StepDefinition): StepDefinition => ({
  kind: "step",
  fn,
  options,
  ...(base && { base }),
  places: placesOfDefinition(),
});

const makeStep = (fn: StepDefinition["fn"], options: StepSettings): unknown => callable(define(fn, options));

type StepCall = (...args: unknown[]) => unknown;

const callable = (definition: StepDefinition): StepCall => {
  const entrypoint = (...args: unknown[]): unknown => Reflect.apply(definition.fn, definition.self, args);
  const call: StepCall = (...args) => callStep(definition, entrypoint, args);
  Object.defineProperty(call, "name", { value: definition.options.name ?? definition.fn.name, configurable: true });
  attachDefinition(call, definition);
  return Object.assign(call, {
    entrypoint,
    withOptions: (options: InvocationOptions & { merge?: boolean }) => callable(copyWith(definition, options)),
    configure: (options: InvocationOptions & { merge?: boolean }) => {
      definition.options = changed<StepSettings>("step", definition.options, options);
      return call;
    },
  });
};

const copyWith = (definition: StepDefinition, options: InvocationOptions & { merge?: boolean }): StepDefinition => {
  const copy = define(definition.fn, changed<StepSettings>("invocation", definition.options, options), definition);
  if ("self" in definition) copy.self = definition.self;
  return copy;
};

/** Options after a change: merged deeply, or replaced one by one where `merge` is false. */
export const changed = <T extends object>(kind: Parameters<typeof checkOptions>[0], earlier: T, later: T & { merge?: boolean }): T => {
  refuseSchemas(later);
  const options = { ...later };
  delete options.merge;
  const result = later.merge === false ? { ...earlier, ...options } : mergeOptions<T>(earlier, options);
  // As they come out: of an object that is merged, a part may be said.
  checkOptions(kind, Object.fromEntries(Object.keys(options).map((key) => [key, Reflect.get(result, key)])));
  return result;
};

/** The table of the language: where a step is called, and what happens. */
const callStep = (definition: StepDefinition, entrypoint: StepCall, args: unknown[]): unknown => {
  const place = placeOfCall();
  switch (place.kind) {
    case "recording":
      return place.recorder.call(definition, args);
    case "step":
    case "bare":
      return entrypoint(...args);
    case "loading":
      throw calledWhileLoading("step", definition.options.name ?? definition.fn.name);
    case "program":
      if (process.env["STEPWRIGHT_RUN_SINGLE_STEPS_WITHOUT_TRACKING"] === "true") return entrypoint(...args);
      return trackedValue(
        definition.fn.name,
        launchOverrides(definition).then((overrides) =>
          place.launcher.runStep({
            kind: "step",
            name: definition.options.name ?? definition.fn.name,
            places: originOf(definition).places,
            args,
            overrides,
          }),
        ),
      );
    default:
      return place satisfies never;
  }
};

/** A promise with the other members of an artifact. */
const trackedValue = (id: string, value: Promise<unknown>): unknown => Object.assign(value, { id, load: () => value });

/** The error of a call at the top level of a module that is being loaded to be run. */
export const calledWhileLoading = (kind: "step" | "pipeline", name: string): StepwrightError =>
  new StepwrightError({
    code: "SW1017",
    message: `The ${kind} ${name === "" ? "" : `\`${name}\` `}is called while its module is loaded. Loading a module never starts a run.`,
    help: "Guard the call: if (import.meta.main) await …",
  });
