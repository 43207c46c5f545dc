import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { decodeTime } from "ulid";
import { isRunId, newestRunPath } from "../../../src/runner/store/paths.ts";
import { nextRunId } from "../../../src/runner/store/run-ids.ts";
import { temporaryStore } from "./support.ts";

const noon = Date.UTC(2026, 2, 1, 12);

test("ids are in the order in which runs start, whatever the clock says", (t) => {
  const store = temporaryStore(t);
  const clock = [noon, noon, noon + 5, noon - 3_600_000, 0, noon - 3_599_000, noon + 86_400_000];
  const ids = clock.map((now) => nextRunId(store, now));
  assert.deepEqual(ids.toSorted(), ids);
  assert.deepEqual(ids.filter(isRunId), ids);
  assert.equal(decodeTime(ids.at(-1) ?? ""), noon + 86_400_000, "a clock that is ahead again is followed");
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("where the newest id is lost, damaged, a link or out of this world, the clock decides", (t) => {
  const store = temporaryStore(t);
  const path = newestRunPath(store);
  const elsewhere = join(store.workspace, "elsewhere");
  writeFileSync(elsewhere, nextRunId(store, noon + 1000));
  for (const spoil of [
    () => undefined,
    () => {
      writeFileSync(path, "01");
    },
    () => {
      symlinkSync(elsewhere, path);
    },
    () => {
      writeFileSync(path, `7${"Z".repeat(25)}`);
    },
    () => {
      mkdirSync(path);
    },
  ]) {
    rmSync(path, { recursive: true, force: true });
    spoil();
    assert.equal(decodeTime(nextRunId(store, noon)), noon);
  }
});
