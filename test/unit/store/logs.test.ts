import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { logFile, logPath } from "../../../src/runner/store/logs.ts";
import { runId } from "./support.ts";

const store = { root: join("/w", ".stepwright"), workspace: "/w" };

test("a log is called like its invocation and attempt", () => {
  assert.equal(logFile(runId, "train_model_2", 1), `logs/${runId}/train_model_2.1.log`);
  assert.equal(logPath(store, runId, "train", 3), join(store.root, "logs", runId, "train.3.log"));
});

test("whatever an invocation is called, its log stays in the folder of its run", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 99 }), (id, attempt) => {
      assert.equal(join(logPath(store, runId, id, attempt), ".."), join(store.root, "logs", runId));
    }),
  );
  assert.match(logFile("../..", "../x", 1), /^logs\/[0-9a-f]{20}\/x-[0-9a-f]{20}\.1\.log$/);
});
