import type { Failure } from "../../model/failure.ts";
import type { SavedOutput, StepTask } from "../../model/protocol.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { StepContext } from "../../sdk/context.ts";
import type { StepDefinition } from "../../sdk/definition.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import type { StepHooks } from "../../sdk/options.ts";
import { withScope } from "../../sdk/state.ts";
import { save } from "../../store/materialize/index.ts";
import type { Store } from "../../store/store.ts";
import { loadArguments } from "./arguments.ts";
import { tell } from "./channel.ts";
import type { LoadedModule } from "./loaded-module.ts";
import { customName, resolveMaterializer } from "./materializers.ts";
import { splitOutputs } from "./outputs.ts";
import { createContext } from "./step-context.ts";
import { attachLog } from "./step-log.ts";
import { describeThrown, placeInStack } from "./thrown.ts";

/** What a worker runs steps with. */
export interface Workbench {
  readonly store: Store;
  readonly module: LoadedModule;
  /** Folder of our own modules: its frames are cut out of stacks. */
  readonly ours: string;
}

/**
 * Runs one attempt of a step: inputs, hooks, function, outputs. Everything that the step says or writes belongs to it, also across
 * `await`.
 *
 * @param stopped rejects when the attempt has to end without its function having ended, such as after an uncaught error.
 */
export const runAttempt = async (
  bench: Workbench,
  task: StepTask,
  definition: StepDefinition,
  signal: AbortSignal,
  stopped: Promise<never>,
): Promise<Result<SavedOutput[]>> => {
  const loaded = await loadArguments(task, bench.store, bench.module);
  if (!loaded.ok) return loaded;
  const { inputs, args } = loaded.value;
  const { context, dispose } = createContext(task, inputs, signal);
  const closeLog = attachLog(context, task.log);
  try {
    return await withScope({ kind: "step", context }, () => runInScope(bench, task, definition, context, args, stopped));
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
  let outcome: Result<SavedOutput[]>;
  let thrown: unknown;
  try {
    const returned = await Promise.race([Reflect.apply(definition.fn, definition.self, args), stopped]);
    await hooks.run("onEnd");
    outcome = await saveOutputs(bench, task, returned);
    if (!outcome.ok) thrown = new StepwrightError(outcome.error);
  } catch (error) {
    thrown = error;
    outcome = err(stepThrew(bench, task, error));
    await hooks.run("onEnd", error);
  }
  if (outcome.ok) await hooks.run("onSuccess");
  else if (task.attempt >= task.maxAttempts && !context.signal.aborted) await hooks.run("onFailure", thrown);
  return outcome;
};

const stepThrew = (bench: Workbench, task: StepTask, error: unknown): Failure => {
  if (StepwrightError.is(error)) return error.failure;
  const thrown = describeThrown(error, bench.ours);
  const at = placeInStack(thrown.stack) ?? task.invocation.at;
  return {
    code: "SW3001",
    message: `\`${task.invocation.id}\` threw ${thrown.name}: ${thrown.message}`,
    help: "Read the stack below, and the step's log for what it said before.",
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
      tell({ type: "hook", invocation: invocation.id, hook });
    } catch (hookError) {
      const thrown = describeThrown(hookError, this.#bench.ours);
      const failure: Failure = {
        code: "SW3001",
        message: `The hook \`${hook}\` of \`${invocation.id}\` threw ${thrown.name}: ${thrown.message}`,
        help: "The step is not affected. Mend the hook.",
        thrown,
      };
      tell({ type: "hook", invocation: invocation.id, hook, error: failure });
    }
  }
}

const saveOutputs = async (bench: Workbench, task: StepTask, returned: unknown): Promise<Result<SavedOutput[]>> => {
  const { invocation } = task;
  const split = splitOutputs(invocation, returned);
  if (!split.ok) return split;
  const saved: SavedOutput[] = [];
  for (const { name, type, class: origin, value } of split.value) {
    const ref = invocation.materializers?.[name];
    const custom = ref === undefined ? undefined : resolveMaterializer(bench.module, ref, name);
    const result = await save(bench.store, value, {
      output: `${invocation.id}.${name}`,
      ...(custom && { custom }),
      ...(origin && { className: origin.name }),
    });
    if (!result.ok) return err(withPlace(result.error, task));
    const { materialized, inline, warning } = result.value;
    saved.push({
      output: name,
      artifact: invocation.artifacts[name] ?? name,
      type,
      materialized: ref === undefined ? materialized : { ...materialized, materializer: customName(ref, name) },
      tags: [],
      ...(inline !== undefined && { inline }),
      ...(warning !== undefined && { warning }),
    });
  }
  return ok(saved);
};

const withPlace = (failure: Failure, task: StepTask): Failure =>
  failure.at === undefined && task.invocation.at !== undefined ? { ...failure, at: task.invocation.at } : failure;
