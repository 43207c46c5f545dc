import type { Failure } from "../../model/failure.ts";
import type { SavedOutput, StepTask } from "../../model/protocol.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { StepContext } from "../../sdk/context.ts";
import type { StepDefinition } from "../../sdk/definition.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import type { StepHooks } from "../../sdk/options.ts";
import { withScope } from "../../sdk/state.ts";
import { save, saveNow } from "../../store/materialize/index.ts";
import type { Store } from "../../store/store.ts";
import { cancelledFailure } from "../cancelled.ts";
import { stepTimedOut } from "../death.ts";
import { loadArguments } from "./arguments.ts";
import { tell } from "./channel.ts";
import type { LoadedModule } from "./loaded-module.ts";
import { customName } from "../custom-materializer.ts";
import { resolveMaterializer } from "./materializers.ts";
import { splitOutputs } from "./outputs.ts";
import { checkOutput } from "./typed-values.ts";
import type { ValueChecks } from "./value-checks.ts";
import { createContext } from "./step-context.ts";
import type { RunningAttempt } from "./running.ts";
import { attachLog } from "./step-log.ts";
import { describeThrown, placeInStack, thrownTitle } from "./thrown.ts";

/** What a worker runs steps with. */
export interface Workbench {
  readonly store: Store;
  readonly module: LoadedModule;
  readonly checks: ValueChecks;
}

/**
 * Runs one attempt of a step: inputs, hooks, function, outputs. Everything that the step says or writes belongs to it, also across
 * `await`.
 */
export const runAttempt = async (
  bench: Workbench,
  task: StepTask,
  definition: StepDefinition,
  running: RunningAttempt,
): Promise<Result<SavedOutput[]>> => {
  const loaded = await loadArguments(task, bench, definition);
  if (!loaded.ok) return task.lost === undefined ? loaded : err(task.lost);
  // It was stopped before it began.
  if (running.signal.aborted) return err(cancelledFailure(task.invocation.id));
  const { inputs, args } = loaded.value;
  const { context, dispose } = createContext(task, inputs, running.signal);
  const closeLog = attachLog(context, task.log);
  try {
    return await withScope({ kind: "step", context }, () =>
      task.lost === undefined
        ? runInScope(bench, task, definition, context, args, running.stopped)
        : runHooksOfLost(new Hooks(bench, task), task, task.lost, running.stopped),
    );
  } finally {
    closeLog();
    dispose();
  }
};

const runInScope = async (
  bench: Workbench,
  task: StepTask,
  definition: StepDefinition,
  context: StepContext,
  args: unknown[],
  stopped: Promise<never>,
): Promise<Result<SavedOutput[]>> => {
  const hooks = new Hooks(bench, task);
  await hooks.run("onStart");
  let returned: unknown;
  let failed: { readonly thrown: unknown } | undefined;
  try {
    context.signal.throwIfAborted();
    const result: unknown = Reflect.apply(definition.fn, definition.self, args);
    // What ended the attempt comes first: a function may catch the error that stands for it, and return.
    returned = await Promise.race([stopped, result]);
    if (wasTimedOut(context)) throw new StepwrightError(stepTimedOut(task.invocation));
  } catch (error) {
    failed = { thrown: wasTimedOut(context) ? new StepwrightError(stepTimedOut(task.invocation)) : error };
  }
  await hooks.run("onEnd", failed?.thrown);
  const outcome = failed === undefined ? await saveOutputs(bench, task, definition, returned) : err(stepThrew(bench, task, failed.thrown));
  if (outcome.ok) await hooks.run("onSuccess");
  else if (task.attempt >= task.maxAttempts && !wasCancelled(context)) {
    await hooks.run("onFailure", failed === undefined ? new StepwrightError(outcome.error) : failed.thrown);
  }
  return outcome;
};

/** The function ran in a process that is gone; its hooks hear of it here. */
const runHooksOfLost = async (hooks: Hooks, { attempt, maxAttempts }: StepTask, lost: Failure, stopped: Promise<never>) => {
  const error = new StepwrightError(lost);
  const run = async (): Promise<void> => {
    await hooks.run("onEnd", error);
    if (attempt >= maxAttempts) await hooks.run("onFailure", error);
  };
  await Promise.race([run(), stopped]);
  return err(lost);
};

/** The signal tells both ends of an attempt apart: one that took too long has failed, one that nobody wants any more has not. */
const wasTimedOut = ({ signal }: StepContext): boolean => signal.aborted && abortName(signal) === "TimeoutError";
const wasCancelled = ({ signal }: StepContext): boolean => signal.aborted && abortName(signal) === "AbortError";
const abortName = (signal: AbortSignal): string => (signal.reason instanceof DOMException ? signal.reason.name : "");

const stepThrew = (bench: Workbench, task: StepTask, error: unknown): Failure => {
  const thrown = describeThrown(error);
  const at = placeInStack(thrown.stack) ?? task.invocation.at;
  if (StepwrightError.is(error)) return { ...(at && { at }), ...error.failure };
  return {
    code: "SW3001",
    message: `\`${task.invocation.id}\` threw ${thrownTitle(thrown)}`,
    help:
      thrown.stack === undefined
        ? "Throw an Error, whose stack says where it was; the step's log has what it said before."
        : "Read the stack below, and the step's log for what it said before.",
    ...(at && { at }),
    thrown,
  };
};

/** Runs hooks. What a hook throws is told and changes nothing else. */
class Hooks {
  readonly #bench: Workbench;
  readonly #task: StepTask;

  constructor(bench: Workbench, task: StepTask) {
    this.#bench = bench;
    this.#task = task;
  }

  async run(hook: keyof StepHooks, error?: unknown): Promise<void> {
    const { invocation } = this.#task;
    const ref = invocation.hooks?.[hook];
    if (ref === undefined) return;
    try {
      const found = this.#bench.module.resolve(ref, (options) => options.hooks?.[hook]);
      if (typeof found !== "function") throw new Error(`The hook ${hook} was not found.`);
      await Reflect.apply(found, undefined, error === undefined ? [] : [error]);
      tell({ type: "hook", invocation: invocation.id, attempt: this.#task.attempt, hook });
    } catch (hookError) {
      const thrown = describeThrown(hookError);
      const failure: Failure = {
        code: "SW3001",
        message: `The hook \`${hook}\` of \`${invocation.id}\` threw ${thrownTitle(thrown)}`,
        help: "The step is not affected. Mend the hook.",
        thrown,
      };
      tell({ type: "hook", invocation: invocation.id, attempt: this.#task.attempt, hook, error: failure });
    }
  }
}

const saveOutputs = async (
  bench: Workbench,
  task: StepTask,
  definition: StepDefinition,
  returned: unknown,
): Promise<Result<SavedOutput[]>> => {
  const { invocation } = task;
  const split = splitOutputs(invocation, returned);
  if (!split.ok) return split;
  const saved: SavedOutput[] = [];
  for (const { name, type, class: origin, value: made } of split.value) {
    const checked = await checkOutput(bench, invocation, definition, name, made);
    if (!checked.ok) return checked;
    const { value } = checked;
    const ref = invocation.materializers?.[name];
    const custom = ref === undefined ? undefined : resolveMaterializer(bench.module, ref, name);
    const options = {
      output: `${invocation.id}.${name}`,
      ...(custom && ref !== undefined && { custom, customIdentity: customName(ref, name) }),
      ...(origin && { className: origin.name }),
    };
    const result = saveNow(bench.store, value, options) ?? (await save(bench.store, value, options));
    if (!result.ok) return err(withPlace(result.error, task));
    const { materialized, inline, seal, warning } = result.value;
    saved.push({
      output: name,
      artifact: invocation.artifacts[name] ?? name,
      type,
      materialized,
      tags: [],
      ...(inline !== undefined && { inline }),
      ...(seal !== undefined && { seal }),
      ...(warning !== undefined && { warning }),
    });
  }
  return ok(saved);
};

const withPlace = (failure: Failure, task: StepTask): Failure =>
  failure.at === undefined && task.invocation.at !== undefined ? { ...failure, at: task.invocation.at } : failure;
