import { existsSync } from "node:fs";
import type { RunEvent } from "../model/events.ts";
import type { RunRequest } from "../model/protocol.ts";
import type { RunRecord } from "../model/record.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Plan } from "../model/plan.ts";
import type { PipelineSpec } from "../model/spec.ts";
import { openJournal, removeJournal } from "../store/journal.ts";
import { thisOwner } from "../store/owner.ts";
import { keepCodeText } from "../store/code-texts.ts";
import { nextRunId } from "../store/run-ids.ts";
import { claimRunName } from "../store/run-names.ts";
import { noteStepRuns } from "../store/step-runs.ts";
import { createStore, storeToRead, type Store } from "../store/store.ts";
import { isTrusted } from "../store/trust.ts";
import { Coordinator } from "./coordinator.ts";
import type { EarlierRun } from "./earlier-run.ts";
import { runEnvironment } from "./environment.ts";
import { goneInput } from "./gone-input.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { KeyMaker } from "./key-maker.ts";
import { openEarlier } from "./open-earlier.ts";
import { ownVersion } from "./own-version.ts";
import { cancelledEarly, whileOpening, type Opening } from "./opening.ts";
import { planOf } from "./plan.ts";
import { Program } from "./program.ts";
import { fillName } from "./run-name.ts";

export interface RunOptions {
  /** Called for each event, after it is in the journal. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Called with what the author's code writes outside of any step, such as in the pipeline function. */
  readonly onOutput?: (text: Buffer) => void;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  /** Called before anything is run with what will be done; it takes a moment to find out, so only who asks is told. */
  readonly onPlan?: ((plan: Plan) => void) | undefined;
  /** No other run follows: the workers may go while this one is being recorded. */
  readonly last?: boolean;
}

/** A run that has ended, well or not. */
export interface Finished {
  readonly run: RunRecord;
  readonly store: Store;
}

/** A pipeline that is ready to run, again and again, with its workers warm. */
export interface Session {
  /** The graph alone, of which nothing is kept. */
  readonly record: () => Promise<Result<PipelineSpec>>;
  /** What a run would do. Nothing is run, and nothing written into the workspace. */
  readonly plan: (opening?: Opening) => Promise<Result<Plan>>;
  readonly run: (options?: RunOptions) => Promise<Result<Finished>>;
  readonly close: () => Promise<void>;
}

/**
 * Makes a pipeline ready to run. An error means that it cannot begin: a file that does not parse, an unknown parameter …
 *
 * @example
 * const session = await openSession({ file: "/home/ada/pipeline.ts", target: { name: "training" } });
 * if (session.ok) await session.value.run();
 */
export const openSession = async (
  request: RunRequest,
  purpose: "run" | "graph" = "run",
  opening: Opening = {},
): Promise<Result<Session>> => {
  const opened = await Program.open(request, purpose, opening);
  if (opening.signal?.aborted === true) {
    if (opened.ok) await opened.value.close();
    return err(cancelledEarly());
  }
  if (!opened.ok) return opened;
  const program = opened.value;
  return ok({
    record: () => program.record("graph"),
    plan: (asked = {}) => planProgram(program, request, asked),
    run: (options = {}) => runProgram(program, request, options),
    close: () => program.close(),
  });
};

/** All that is known before the first step: the graph, how its keys are made, what is taken over from an earlier run. */
interface Planned {
  readonly spec: PipelineSpec;
  readonly keys: KeyMaker;
  readonly earlier: EarlierRun | undefined;
  readonly store: Store;
}

const prepareRun = async (
  program: Program,
  request: RunRequest,
  opening: Opening,
  storeOf: (workspace: string) => Result<Store>,
  purpose: "run" | "graph",
): Promise<Result<Planned>> => {
  const { pool, workspace, signatures } = program;
  const recorded = await whileOpening(pool, opening, () => program.record(purpose));
  if (opening.signal?.aborted === true) return err(cancelledEarly());
  if (!recorded.ok) return recorded;
  const closures = await program.closures();
  if (!closures.ok) return closures;
  const store = storeOf(workspace);
  if (!store.ok) return store;
  const keys = new KeyMaker(closures.value, workspace);
  const earlier = request.earlier && (await openEarlier(request.earlier, { store: store.value, signatures, texts: keys.texts }));
  if (earlier?.ok === false) return earlier;
  const { invocations, dynamic } = recorded.value;
  const notCalled = dynamic ? undefined : earlier?.value.notCalled(invocations.map(({ id }) => id));
  if (notCalled !== undefined) return err(notCalled);
  const spec = earlier?.value.specOf(recorded.value) ?? recorded.value;
  return ok({ spec, keys, earlier: earlier?.value, store: store.value });
};

const planProgram = async (program: Program, request: RunRequest, opening: Opening): Promise<Result<Plan>> => {
  const prepared = await prepareRun(program, request, opening, storeToRead, "graph");
  if (!prepared.ok) return prepared;
  const { spec, ...options } = prepared.value;
  // Where there is no store yet, the run makes one of its own.
  const trusted = isTrusted(options.store) || !existsSync(options.store.root);
  return ok(await planOf(spec, { ...options, trusted }));
};

const runProgram = async (program: Program, request: RunRequest, options: RunOptions): Promise<Result<Finished>> => {
  const prepared = await prepareRun(program, request, options, createStore, "run");
  if (!prepared.ok) return prepared;
  const { spec, keys, earlier, store } = prepared.value;
  const trusted = isTrusted(store);
  if (options.onPlan !== undefined) options.onPlan(await planOf(spec, { store, trusted, keys, earlier }));
  const startedAt = new Date();
  const template = request.overrides?.runName ?? spec.options.runName;
  const filled = fillName(template, {
    pipeline: spec.pipeline,
    startedAt,
    parameters: spec.parameters,
    substitutions: spec.options.substitutions ?? {},
  });
  if (!filled.ok) return filled;
  const runId = nextRunId(store, startedAt.getTime());
  const name = claimRunName(store, filled.value, runId, { generated: template === undefined || earlier !== undefined });
  if (!name.ok) return name;
  const journal = openJournal(store, runId);
  if (!journal.ok) return journal;
  const gone = goneInput(store, spec);
  if (gone !== undefined) {
    journal.value.close();
    removeJournal(store, runId);
    return err(gone);
  }
  const coordinator = new Coordinator({
    runId,
    name: name.value,
    spec,
    store,
    trusted,
    journal: journal.value,
    pool: program.pool,
    keys,
    earlier,
    start: { owner: thisOwner(), environment: runEnvironment(ownVersion()), ...(earlier && { origin: earlier.origin }) },
    onEvent: options.onEvent ?? (() => undefined),
    onOutput: options.onOutput ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
    onSettled: () => {
      if (options.last === true) program.pool.stop();
    },
  });
  const stopBeating = startHeartbeat(journal.value);
  const run = await coordinator.run().finally(stopBeating);
  if (!run.ok) return run;
  noteStepRuns(store, run.value);
  for (const [hash, text] of keys.texts) keepCodeText(store, hash, text);
  return ok({ run: run.value, store });
};
