import { fork } from "node:child_process";
import type { Failure } from "../model/failure.ts";
import type { Json } from "../model/json.ts";
import type { FromRunner, RunRequest, ToRunner } from "../model/protocol.ts";
import type { RunRecord } from "../model/record.ts";
import { fromRunner, type Envelope } from "../execute/envelope.ts";
import { runnerEntry } from "../execute/own-files.ts";
import { storeAccess } from "../execute/worker/stored-inputs.ts";
import { StepwrightError } from "../sdk/errors.ts";
import type { LaunchRequest, Launcher } from "../sdk/launcher.ts";
import { toBinding } from "../sdk/recording/binding.ts";
import { RunFailedError } from "../sdk/run-failed.ts";
import type { Run } from "../sdk/types.ts";
import { createStore, findWorkspace, type Store } from "../store/store.ts";

/**
 * What a plain Node program reaches: it hands a call of a pipeline over to a runner, which loads the file itself. The program's own
 * process never runs steps of a tracked run.
 */
export const launcher: Launcher = {
  runPipeline: async (request) => {
    const { run, store } = await launch(request);
    const result = asRun(run, store);
    if (run.status !== "completed") throw new RunFailedError(result, failureOf(run));
    return result;
  },
  runStep: async (request) => {
    const { run, store } = await launch(request);
    if (run.status !== "completed") throw new RunFailedError(asRun(run, store), failureOf(run));
    return stepValue(run, store);
  },
  save: async (request) => (await ownStore()).save(request),
  find: async (name, version) => (await ownStore()).find(name, version),
  load: async (version, as) => (await ownStore()).load(version, as),
};

const ownStore = async (): Promise<ReturnType<typeof storeAccess>> => {
  const store = createStore(findWorkspace(process.cwd()));
  if (!store.ok) throw new StepwrightError(store.error);
  return Promise.resolve(storeAccess(store.value));
};

/** The error of the step that failed first says more than "a step failed". */
const failureOf = (run: RunRecord): Failure | undefined =>
  Object.values(run.steps).find(({ status }) => status === "failed")?.error ?? run.error;

const launch = async (request: LaunchRequest): Promise<{ run: RunRecord; store: Store }> => {
  const [place] = request.places;
  if (place === undefined) {
    throw new StepwrightError({
      code: "SW1019",
      message: `The ${request.kind} \`${request.name}\` was not made in a file.`,
      help: "Make it at the top level of a module.",
    });
  }
  const runRequest: RunRequest = {
    file: place.file,
    target: { kind: request.kind, name: request.name, places: request.places },
    args: request.args.map((arg, index) =>
      arg === undefined ? {} : { value: asJson(arg, `${request.name}(argument ${String(index + 1)})`) },
    ),
    overrides: request.overrides,
  };
  const reply = await inRunner(runRequest);
  return { run: reply.run, store: { root: reply.store, workspace: findWorkspace(place.file) } };
};

/** @throws StepwrightError `SW1006` for an argument that is not JSON. */
const asJson = (value: unknown, path: string): Json => {
  const binding = toBinding(value, path, () => {
    throw new StepwrightError({
      code: "SW1006",
      message: `\`${path}\` is a stored artifact.`,
      help: "Pass it to a step inside a pipeline.",
    });
  });
  if (binding.kind !== "value") throw new Error("A handle outside of a pipeline.");
  return binding.value;
};

const inRunner = (request: RunRequest): Promise<Extract<FromRunner, { type: "finished" }>> =>
  new Promise((resolve, reject) => {
    const runner = fork(runnerEntry, [], { stdio: ["ignore", "inherit", "inherit", "ipc"], detached: process.platform !== "win32" });
    const send = (message: ToRunner): void => {
      if (runner.connected) runner.send({ stepwright: message } satisfies Envelope<ToRunner>);
    };
    const cancel = (): void => {
      send({ type: "cancel" });
    };
    process.once("SIGINT", cancel);
    runner.on("message", (value) => {
      const message = fromRunner(value);
      if (message?.type === "ready") send({ type: "run", request });
      else if (message?.type === "refused") reject(new StepwrightError(message.error));
      else if (message?.type === "finished") resolve(message);
    });
    runner.on("error", reject);
    runner.on("close", () => {
      process.off("SIGINT", cancel);
      reject(
        new StepwrightError({
          code: "SW3011",
          message: "The runner ended before the run did.",
          help: "Run again; what was finished is taken from the cache.",
        }),
      );
    });
  });

const asRun = (record: RunRecord, store: Store): Run => {
  const access = storeAccess(store, { own: true });
  const loadable = ({ artifact, version }: { artifact: string; version: string }) => {
    const load = async (): Promise<unknown> => access.load(await access.find(artifact, version));
    return { artifact, version, id: `${artifact}@${version}`, load };
  };
  const outputs = Object.fromEntries(Object.entries(record.outputs).map(([name, ref]) => [name, loadable(ref)]));
  const steps = Object.fromEntries(
    Object.entries(record.steps).map(([id, step]) => [
      id,
      {
        ...step,
        outputs: Object.fromEntries(Object.entries(step.outputs).map(([name, output]) => [name, { ...output, ...loadable(output) }])),
      },
    ]),
  );
  return { ...record, outputs, steps };
};

/** What the step returned: one value, a list or an object of values, as its outputs say. */
const stepValue = async (run: RunRecord, store: Store): Promise<unknown> => {
  const [invocation] = run.spec.invocations;
  const shape = invocation?.outputs;
  const [step] = Object.values(run.steps);
  if (shape === undefined || step === undefined || shape.kind === "none") return undefined;
  const access = storeAccess(store, { own: true });
  const load = async (name: string): Promise<unknown> => {
    const output = step.outputs[name];
    return output === undefined ? undefined : access.load(await access.find(output.artifact, output.version));
  };
  if (shape.kind === "single") return load(shape.output.name);
  const values = await Promise.all(shape.outputs.map(({ name }) => load(name)));
  return shape.kind === "tuple" ? values : Object.fromEntries(shape.outputs.map(({ name }, index) => [name, values[index]]));
};
