import { ulid } from "ulid";
import type { RunEvent } from "../model/events.ts";
import type { RunRequest } from "../model/protocol.ts";
import type { RunRecord } from "../model/record.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { PipelineSpec } from "../model/spec.ts";
import { openJournal, removeJournal } from "../store/journal.ts";
import { thisOwner } from "../store/owner.ts";
import { keepCodeText } from "../store/code-texts.ts";
import { claimRunName } from "../store/run-names.ts";
import { noteStepRuns } from "../store/step-runs.ts";
import { createStore, type Store } from "../store/store.ts";
import { isTrusted } from "../store/trust.ts";
import { Coordinator } from "./coordinator.ts";
import { runEnvironment } from "./environment.ts";
import { goneInput } from "./gone-input.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { KeyMaker } from "./key-maker.ts";
import { ownVersion } from "./own-version.ts";
import { cancelledEarly, whileOpening, type Opening } from "./opening.ts";
import { Program } from "./program.ts";
import { fillName } from "./run-name.ts";

export interface RunOptions {
  /** Called for each event, after it is in the journal. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Called with what the author's code writes outside of any step, such as in the pipeline function. */
  readonly onOutput?: (text: Buffer) => void;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
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
  readonly record: () => Promise<Result<PipelineSpec>>;
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
    record: () => program.record(),
    run: (options = {}) => runProgram(program, request, options),
    close: () => program.close(),
  });
};

const runProgram = async (program: Program, request: RunRequest, options: RunOptions): Promise<Result<Finished>> => {
  const { pool, workspace } = program;
  const onOutput = options.onOutput ?? (() => undefined);
  const recorded = await whileOpening(pool, options, () => program.record());
  if (options.signal?.aborted === true) return err(cancelledEarly());
  if (!recorded.ok) return recorded;
  const spec = recorded.value;
  const closures = await program.closures();
  if (!closures.ok) return closures;

  const store = createStore(workspace);
  if (!store.ok) return store;
  const startedAt = new Date();
  const template = request.overrides?.runName ?? spec.options.runName;
  const filled = fillName(template, {
    pipeline: spec.pipeline,
    startedAt,
    parameters: spec.parameters,
    substitutions: spec.options.substitutions ?? {},
  });
  if (!filled.ok) return filled;
  const runId = ulid(startedAt.getTime());
  const name = claimRunName(store.value, filled.value, runId, { generated: template === undefined });
  if (!name.ok) return name;
  const journal = openJournal(store.value, runId);
  if (!journal.ok) return journal;
  const gone = goneInput(store.value, spec);
  if (gone !== undefined) {
    journal.value.close();
    removeJournal(store.value, runId);
    return err(gone);
  }
  const keys = new KeyMaker(closures.value, workspace);
  const coordinator = new Coordinator({
    runId,
    name: name.value,
    spec,
    store: store.value,
    trusted: isTrusted(store.value),
    journal: journal.value,
    pool,
    keys,
    start: { owner: thisOwner(), environment: runEnvironment(ownVersion()) },
    onEvent: options.onEvent ?? (() => undefined),
    onOutput,
    signal: options.signal ?? new AbortController().signal,
    onSettled: () => {
      if (options.last === true) pool.stop();
    },
  });
  const stopBeating = startHeartbeat(journal.value);
  const run = await coordinator.run().finally(stopBeating);
  if (!run.ok) return run;
  noteStepRuns(store.value, run.value);
  for (const [hash, text] of keys.texts) keepCodeText(store.value, hash, text);
  return ok({ run: run.value, store: store.value });
};
