import assert from "node:assert/strict";
import { RunRecord } from "../../../src/runner/model/record.ts";
import type { Ended } from "./command.ts";

/** The run that `run --json` ended with. */
export const runOf = (ended: Ended): RunRecord => {
  const last = ended.json().at(-1);
  assert.ok(
    typeof last === "object" && last !== null && "run" in last,
    `no run at the end of: ${ended.stdout.slice(-500)}\n${ended.stderr}`,
  );
  return RunRecord.parse(last.run);
};

/** Statuses of steps by invocation, as one line each: `train failed SW3001`. */
export const statusLines = (run: RunRecord): string[] =>
  Object.entries(run.steps).map(([id, { status, error }]) => [id, status, ...(error === undefined ? [] : [error.code])].join(" "));
