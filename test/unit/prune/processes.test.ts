import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkStore, repairStore } from "../../../src/runner/store/check/check-store.ts";
import { keepCodeText, readCodeText } from "../../../src/runner/store/code-texts.ts";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { syncStore } from "../../../src/runner/store/database/fold.ts";
import { objectPath } from "../../../src/runner/store/objects.ts";
import { codeTextPath } from "../../../src/runner/store/paths.ts";
import { prune } from "../../../src/runner/store/prune/prune.ts";
import { openReader } from "../../../src/runner/store/queries/reader.ts";
import { noteStepRuns, stepRunsBefore } from "../../../src/runner/store/step-runs.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { claimVersion, listVersions, readVersion } from "../../../src/runner/store/versions.ts";
import { ask } from "../database/rendering.ts";
import { draft, good, temporaryFolder, temporaryStore } from "../store/support.ts";
import { keyOf, madeRun } from "./history.ts";

const program = (name: string, ...args: readonly string[]) => fork(join(import.meta.dirname, name), args, { execArgv: [] });
const damaged = async (store: Store) => good(await checkStore(store)).findings.filter(({ kind }) => kind === "damaged");
const runNames = async (store: Store): Promise<string[]> => {
  const reader = openReader(store);
  const names = (await reader.listRuns()).map(({ name }) => name);
  reader.close();
  return names;
};

test("a prune that is killed at any point leaves nothing damaged, and the next one ends what it began", async (t) => {
  const store = temporaryStore(t);
  const make = (text: string, start: number) => {
    const code = keyOf(String(start));
    const made = madeRun(store, "model", text, { start, key: code, parts: { code } });
    keepCodeText(store, code, text);
    utimesSync(codeTextPath(store, code), 1e9, 1e9);
    noteStepRuns(store, made.run);
    return made;
  };
  for (const start of [0, 1]) make(`old ${start}`, start);
  const kept = make("new", 9);
  good(await syncStore(store));

  let points = 0;
  for (let isKilled = true; isKilled; points += 1) {
    const workspace = join(temporaryFolder(t), "copy");
    cpSync(store.workspace, workspace, { recursive: true, preserveTimestamps: true });
    const copy = { root: join(workspace, ".stepwright"), workspace };
    const [status] = (await once(program("killed-prune.ts", workspace, String(points + 1)), "exit")) as [number | null];
    isKilled = status === null;
    assert.ok(isKilled || status === 0, `ended with ${String(status)} at ${points}`);

    const lock = `${databasePath(copy)}.lock`;
    // Its holder is dead; who comes later than some seconds finds that out.
    if (existsSync(lock)) utimesSync(lock, 0, 0);
    const place = `killed before change ${points + 1}`;
    assert.deepEqual(await damaged(copy), [], place);
    assert.deepEqual(good(readVersion(copy, "model")), kept.version, place);
    assert.ok((await runNames(copy)).includes(kept.run.name), place);
    good(await prune(copy, { keep: 1 }));
    assert.deepEqual(await runNames(copy), [kept.run.name], place);
    assert.deepEqual(
      listVersions(copy, "model").map(({ version }) => version),
      ["3"],
      place,
    );
    assert.equal(existsSync(objectPath(copy, kept.version.content)), true, place);
    const code = [0, 1, 9].map((start) => readCodeText(copy, keyOf(String(start))));
    assert.deepEqual(code, [undefined, undefined, "new"], place);
    const lines = stepRunsBefore(copy, "src/train.ts#train", "Z").map(({ run }) => run);
    assert.deepEqual(lines, [kept.run.id], place);
    good(await repairStore(copy));
    assert.deepEqual(good(await checkStore(copy)).findings, [], place);
    assert.equal(good(claimVersion(copy, draft("model"))).version, "4", place);
  }
  assert.ok(points > 10, `only ${points} points`);
});

test("runs, folds and prunes of several processes at once lose no content and give no number twice", async (t) => {
  const store = temporaryStore(t);
  const count = 12;
  const processes = [
    program("churn-process.ts", "run", store.workspace, "0", String(count)),
    program("churn-process.ts", "run", store.workspace, "100", String(count)),
    program("churn-process.ts", "prune", store.workspace, "0", "4"),
    program("churn-process.ts", "prune", store.workspace, "0", "4"),
  ];
  t.after(() => {
    for (const child of processes) child.kill();
  });
  const statuses = await Promise.all(processes.map((child) => once(child, "exit")));
  assert.deepEqual(
    statuses.map(([status]: unknown[]) => status),
    [0, 0, 0, 0],
  );
  assert.deepEqual(await damaged(store), []);
  assert.equal(good(claimVersion(store, draft("model"))).version, String(2 * count + 1));
  good(await prune(store, { keep: 2 }));
  good(await syncStore(store));
  assert.deepEqual(ask(store, "SELECT count(*) FROM runs"), ["2"]);
  // The version that the test claimed for its number has no content.
  assert.equal((await damaged(store)).length, 1);
});
