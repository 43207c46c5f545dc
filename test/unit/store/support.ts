import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { NewRunEvent, Owner, RunEvent } from "../../../src/runner/model/events.ts";
import type { FailureCode } from "../../../src/runner/model/failure.ts";
import type { Result } from "../../../src/runner/model/result.ts";
import type { Binding, Invocation, PipelineSpec } from "../../../src/runner/model/spec.ts";
import "../user-folder.ts";
import { createStore, type Store } from "../../../src/runner/store/store.ts";
import type { VersionDraft } from "../../../src/runner/store/versions.ts";

/** A run id as runs get them: its time is 1 March 2026, 12:00 UTC. */
export const runId = "01KJMMA2G0ABCDEFGHJKMNPQRS";
/** When the events of a story begin, in milliseconds since 1970. */
export const startOfStory = Date.UTC(2026, 2, 1, 12);

/** An empty folder that is removed after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-store-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A new store that is removed after the test. */
export function temporaryStore(t: TestContext): Store {
  return good(createStore(temporaryFolder(t)));
}

/** The value of a result that must be good. */
export function good<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? "" : result.error.message);
  return result.value;
}

/** The message of a result that must be bad, with its code in front. */
export function bad(result: Result<unknown>, code: FailureCode): string {
  assert.ok(!result.ok, "expected a failure");
  assert.equal(result.error.code, code);
  return result.error.message;
}

/** Runs `action` where the folder is read-only; the superuser, whom no permission stops, becomes nobody meanwhile. */
export function whileReadOnly(folder: string, action: () => void): void {
  const root = process.getuid?.() === 0;
  chmodSync(folder, 0o555);
  if (root) process.seteuid?.(65534);
  try {
    action();
  } finally {
    if (root) process.seteuid?.(0);
    chmodSync(folder, 0o755);
  }
}

/** A version of a small number, ready to be claimed. */
export function draft(artifact: string): VersionDraft {
  return {
    artifact,
    type: "number",
    materializer: "json",
    content: { hash: "ab".repeat(32), bytes: 1, extension: "json" },
    preview: { kind: "scalar", text: "1" },
    metadata: {},
    tags: [],
  };
}

/** A call of the step that is called like it. */
export function invocation(id: string, inputs: Readonly<Record<string, Binding>> = {}): Invocation {
  return { id, step: id, inputs, slots: [], outputs: { kind: "none" }, artifacts: {}, after: [], options: {} };
}

/** The spec of a pipeline called `train`. */
export function spec(invocations: Invocation[]): PipelineSpec {
  return {
    pipeline: "train",
    identity: "train.ts#train",
    file: "train.ts",
    parameters: { epochs: 3 },
    options: { executionMode: "continueOnFailure" },
    invocations,
    outputs: {},
    dynamic: false,
  };
}

/** The first event of a run of these invocations. */
export function started(invocations: Invocation[], owner: Owner = { host: "here", boot: "1", pid: 1, startedAt: 0 }): NewRunEvent {
  return {
    event: "run.started",
    name: "train-1",
    spec: spec(invocations),
    owner,
    environment: { node: "v24.0.0", platform: "linux", stepwright: "0.1.0" },
  };
}

/** Gives events what a run stamps them with: one number and one second after the other. */
export function stamp(events: readonly NewRunEvent[]): RunEvent[] {
  return events.map((event, seq): RunEvent => ({ ...event, runId, seq, at: startOfStory + seq * 1000 }));
}
