import assert from "node:assert/strict";
import { statSync, utimesSync } from "node:fs";
import { test } from "node:test";
import { startHeartbeat } from "../../../src/runner/execute/heartbeat.ts";
import { beatEvery, openJournal } from "../../../src/runner/store/journal.ts";
import { journalPath } from "../../../src/runner/store/paths.ts";
import { good, runId, temporaryStore } from "../store/support.ts";

test("a journal gives signs of life until its run ends", (t) => {
  const store = temporaryStore(t);
  const journal = good(openJournal(store, runId));
  const path = journalPath(store, runId);
  t.mock.timers.enable({ apis: ["setInterval"] });
  const stop = startHeartbeat(journal);
  const beats = (milliseconds: number): boolean => {
    utimesSync(path, 1, 1);
    t.mock.timers.tick(milliseconds);
    return statSync(path).mtimeMs > 1000;
  };
  assert.deepEqual([beats(beatEvery - 1), beats(1), beats(beatEvery)], [false, true, true]);
  journal.close();
  assert.equal(beats(beatEvery), false, "the number of a closed file may be another one's");
  stop();
  assert.equal(beats(beatEvery), false);
});
