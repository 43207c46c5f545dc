import type { RunRecord, StepRecord } from "../../model/record.ts";
import type { Database } from "./engine.ts";
import { insertFacts } from "./facts.ts";
import { run } from "./statements.ts";
import { applyMadeVersion, mentionVersion } from "./version-rows.ts";

/**
 * Makes the rows of a run what its record says, whatever they were: a live run becomes a finished one, and applying a record again
 * changes nothing. Runs may come in any order; the same runs give the same rows.
 */
export function applyRecord(db: Database, record: RunRecord): void {
  const { id, spec, owner, environment, error } = record;
  // The facts of a pipeline come from its latest run; ids of runs sort by time.
  run(
    db,
    `INSERT INTO pipelines (name, identity, file, doc, latest_run) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET identity = excluded.identity, file = excluded.file, doc = excluded.doc, latest_run = excluded.latest_run
     WHERE excluded.latest_run >= latest_run`,
    [record.pipeline, spec.identity, spec.file, spec.doc, id],
  );
  // Everything that hangs on the run goes with it.
  run(db, "DELETE FROM runs WHERE id = ?", [id]);
  run(
    db,
    `INSERT INTO runs (id, name, pipeline, status, started_at, ended_at, parameters, error_code, error_message, warnings, host, node, platform, stepwright)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[id, record.name, record.pipeline, record.status, record.startedAt, record.endedAt, JSON.stringify(record.parameters)],
      ...[
        error?.code,
        error?.message,
        JSON.stringify(record.warnings),
        owner.host,
        environment.node,
        environment.platform,
        environment.stepwright,
      ],
    ],
  );
  insertFacts(db, { run: id }, record);
  Object.entries(record.steps).forEach(([invocation, step], position) => {
    applyStep(db, record, { invocation, step, position });
  });
  for (const [name, output] of Object.entries(record.outputs)) {
    mentionVersion(db, output);
    run(db, "INSERT INTO run_outputs (run_id, name, artifact, version) VALUES (?, ?, ?, ?)", [id, name, output.artifact, output.version]);
  }
}

interface PlacedStep {
  readonly invocation: string;
  readonly step: StepRecord;
  readonly position: number;
}

function applyStep(db: Database, record: RunRecord, { invocation, step, position }: PlacedStep): void {
  run(
    db,
    `INSERT INTO steps (run_id, invocation, position, step, status, started_at, ended_at, parameters, cache_key, cached_from_run,
       cached_from_invocation, skipped_because, error_code, error_message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[record.id, invocation, position, step.step, step.status, step.startedAt, step.endedAt, JSON.stringify(step.parameters)],
      ...[step.cacheKey, step.cachedFrom?.run, step.cachedFrom?.step, step.skippedBecause && JSON.stringify(step.skippedBecause)],
      ...[step.error?.code, step.error?.message],
    ],
  );
  for (const { attempt, status, startedAt, endedAt, error, log } of step.attempts) {
    run(
      db,
      `INSERT INTO attempts (run_id, invocation, attempt, status, started_at, ended_at, error_code, error_message, log)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [record.id, invocation, attempt, status, startedAt, endedAt, error?.code, error?.message, log],
    );
  }
  insertFacts(db, { run: record.id, invocation }, step);
  applyEdges(db, record, { invocation, step });
}

function applyEdges(db: Database, record: RunRecord, { invocation, step }: Pick<PlacedStep, "invocation" | "step">): void {
  const insert = "INSERT INTO edges (run_id, invocation, role, name, artifact, version, from_output) VALUES (?, ?, ?, ?, ?, ?, ?)";
  for (const [name, input] of Object.entries(step.inputs)) {
    mentionVersion(db, input);
    run(db, insert, [record.id, invocation, "input", name, input.artifact, input.version, input.from]);
  }
  for (const [output, made] of Object.entries(step.outputs)) {
    // What a cached step gives was made by an earlier run, and only that one can say how.
    const producer = step.status === "cached" ? undefined : { run: record.id, step: invocation, output };
    applyMadeVersion(db, { ...made, producer });
    run(db, insert, [record.id, invocation, "output", output, made.artifact, made.version, undefined]);
  }
}
