import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveRuns } from "../../../src/runner/service/live-runs.ts";
import { openJournal } from "../../../src/runner/store/journal.ts";
import { thisOwner } from "../../../src/runner/store/owner.ts";
import { good, invocation, runId, stamp, started, temporaryStore } from "../store/support.ts";

test("a run is news of the history when its first event is there, and not only when its journal is", { timeout: 30_000 }, async (t) => {
  const store = temporaryStore(t);
  const journal = good(openJournal(store, runId));
  t.after(() => journal.close());
  const told: string[] = [];
  const seen = Promise.withResolvers<true>();
  const live = new LiveRuns(store.workspace, {
    onRun: ({ view }) => told.push(`run ${view.id}`),
    onChange: () => undefined,
    onHistory: () => {
      told.push("history");
      if (told.length > 1) seen.resolve(true);
    },
  });
  t.after(() => live.close());
  live.start();
  assert.deepEqual(told, ["history"], "the journal is there, and empty");
  const events = stamp([started([invocation("load")], thisOwner())]);
  good(journal.append(...events));
  await seen.promise;
  assert.deepEqual(told, ["history", `run ${runId}`, "history"]);
});
