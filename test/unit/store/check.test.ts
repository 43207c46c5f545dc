import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import type { ArtifactVersion } from "../../../src/runner/model/artifact.ts";
import { checkStore, repairStore } from "../../../src/runner/store/check/check-store.ts";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { syncStore } from "../../../src/runner/store/database/fold.ts";
import { tryLock } from "../../../src/runner/store/database/lock.ts";
import { temporaryPath } from "../../../src/runner/store/disk.ts";
import { objectPath, writeObject } from "../../../src/runner/store/objects.ts";
import { journalPath, keyPath, recordPath, runNamePath } from "../../../src/runner/store/paths.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { claimAnswer, claimVersion, manifestPath, readVersion } from "../../../src/runner/store/versions.ts";
import { goneOwner, RunStory } from "../database/story.ts";
import { bad, draft, good, temporaryStore } from "./support.ts";

const key = "ab".repeat(32);

interface Made {
  readonly store: Store;
  readonly run: string;
  readonly name: string;
  readonly version: ArtifactVersion;
}

/** A store with one run that made `model@1`, its content, its answer to a key. `isWaiting`: its journal is not folded yet. */
async function madeStore(t: TestContext, isWaiting = false): Promise<Made> {
  const store = temporaryStore(t);
  const story = new RunStory(store, ["train"]);
  story.starts("train");
  const content = good(writeObject(store, "42", "json"));
  const made = { ...draft("model"), content, producer: { run: story.id, step: "train", output: "output" } };
  const version = good(
    claimAnswer(store, made, (claimed) => ({
      key,
      run: story.id,
      step: "train",
      createdAt: claimed.createdAt,
      outputs: { output: { artifact: claimed.artifact, version: claimed.version } },
    })),
  );
  story.tell({ event: "artifact.saved", id: "train", output: "output", version });
  story.tell({ event: "step.completed", id: "train", attempt: 1, cache: { key, parts: {} } });
  story.ends({ model: version });
  if (!isWaiting) good(await syncStore(store));
  return { store, run: story.id, name: story.name, version };
}

const found = async (store: Store): Promise<string[]> => good(await checkStore(store)).findings.map(({ kind, path }) => `${kind} ${path}`);

/** Checks that this is found, that a repair takes it away, and that nothing is found then. */
async function assertRepaired(store: Store, expected: readonly string[]): Promise<void> {
  assert.deepEqual((await found(store)).sort(), [...expected].sort());
  good(await repairStore(store));
  assert.deepEqual(await found(store), []);
}

test("a store as runs leave it has nothing to find, while its run waits and after", async (t) => {
  const { store } = await madeStore(t, true);
  assert.deepEqual(await found(store), []);
  good(await syncStore(store));
  const { findings, checked } = good(await checkStore(store));
  assert.deepEqual(findings, []);
  assert.deepEqual(checked, { versions: 1, objects: 1, bytes: 2, keys: 1, records: 1, journals: 0 });
});

test("a damaged content is found with the version that has it; after the repair the version is gone and its number is not given again", async (t) => {
  const { store, version } = await madeStore(t);
  writeFileSync(objectPath(store, version.content), "43");
  const { hash } = version.content;
  const manifest = basename(dirname(manifestPath(store, "model", "1")));
  await assertRepaired(store, [
    `damaged artifacts/objects/${hash.slice(0, 2)}/${hash}.json`,
    `damaged artifacts/versions/${manifest}/1.json`,
    ...(existsSync(keyPath(store, key)) ? [`stray keys/ab/${key}.json`] : []),
  ]);
  assert.match(bad(readVersion(store, "model", "1"), "SW4003"), /was deleted/);
  assert.equal(good(claimVersion(store, draft("model"))).version, "2");
  assert.equal(readFileSync(`${objectPath(store, version.content)}.damaged`, "utf8"), "43", "what is left of it is kept");
  assert.match(readFileSync(join(store.root, "damaged/artifacts/versions", manifest, "1.json"), "utf8"), /"artifact":"model"/);
});

test("a damaged manifest, and a lost one, keep their numbers", async (t) => {
  const { store } = await madeStore(t);
  for (let count = 0; count < 4; count += 1)
    good(claimVersion(store, { ...draft("other"), content: good(writeObject(store, "1", "json")) }));
  const path = manifestPath(store, "other", "2");
  truncateSync(path, 20);
  rmSync(manifestPath(store, "other", "3"));
  const folder = `artifacts/versions/${basename(dirname(path))}`;
  await assertRepaired(store, [`damaged ${folder}/2.json`, `damaged ${folder}/3.json`]);
  assert.equal(good(claimVersion(store, draft("other"))).version, "5");
});

test("a manifest of which only a run tells keeps its number", async (t) => {
  const { store } = await madeStore(t);
  const path = manifestPath(store, "model", "1");
  rmSync(path);
  await assertRepaired(store, [`damaged artifacts/versions/${basename(dirname(path))}/1.json`, `stray keys/ab/${key}.json`]);
  assert.equal(good(claimVersion(store, draft("model"))).version, "2");
});

test("a damaged key is removed", async (t) => {
  const { store } = await madeStore(t);
  const path = keyPath(store, key);
  // Not in place: the file is the manifest's as well.
  writeFileSync(`${path}.new`, "{");
  renameSync(`${path}.new`, path);
  await assertRepaired(store, [`damaged keys/ab/${key}.json`]);
  assert.equal(existsSync(path), false);
});

test("a damaged record is taken away, and made anew where its journal is there", async (t) => {
  const folded = await madeStore(t);
  const place = (made: Made): string => recordPath(made.store, made.run).slice(made.store.root.length + 1);
  truncateSync(recordPath(folded.store, folded.run), 50);
  await assertRepaired(folded.store, [`damaged ${place(folded)}`]);
  assert.equal(existsSync(recordPath(folded.store, folded.run)), false);

  const waiting = await madeStore(t, true);
  truncateSync(recordPath(waiting.store, waiting.run), 50);
  await assertRepaired(waiting.store, [`damaged ${place(waiting)}`]);
  assert.equal(existsSync(recordPath(waiting.store, waiting.run)), true);
});

test("a damaged journal is cut where the damage begins, and one that says nothing is taken away", async (t) => {
  const store = temporaryStore(t);
  const half = new RunStory(store, ["train"], { owner: goneOwner });
  half.dies();
  const empty = new RunStory(store, ["train"], { start: 1, owner: goneOwner });
  empty.dies();
  appendFileSync(journalPath(store, half.id), `{"event":\n{"event":"warning"}\n`);
  writeFileSync(journalPath(store, empty.id), "nothing\nof use\n");
  await assertRepaired(store, [`damaged journal/${half.id}.jsonl`, `damaged journal/${empty.id}.jsonl`]);
  assert.match(readFileSync(journalPath(store, half.id), "utf8"), /^\{.*"event":"run\.started".*\}\n$/);
  assert.match(readFileSync(join(store.root, "damaged/journal", `${half.id}.jsonl`), "utf8"), /warning/);
});

test("the journal of a run that goes on is left alone", async (t) => {
  const store = temporaryStore(t);
  const story = new RunStory(store, ["train"]);
  appendFileSync(journalPath(store, story.id), `half a line`);
  assert.deepEqual(await found(store), []);
  appendFileSync(journalPath(store, story.id), `\nand another one\n`);
  assert.deepEqual(await found(store), []);
  story.dies();
});

test("a run name that cannot be read is found again in the record", async (t) => {
  const { store, name, run } = await madeStore(t);
  const path = runNamePath(store, name);
  writeFileSync(path, "");
  await assertRepaired(store, [`damaged names/${basename(path)}`]);
  assert.deepEqual(JSON.parse(readFileSync(path, "utf8")), { name, runId: run });
});

test("a damaged database is made anew", async (t) => {
  const { store } = await madeStore(t);
  truncateSync(databasePath(store), 5000);
  await assertRepaired(store, ["damaged stepwright.db"]);
});

test("what a killed process left is stray, what a live one writes is not", async (t) => {
  const { store } = await madeStore(t);
  const mine = temporaryPath(store);
  writeFileSync(mine, "");
  const [machine = ""] = basename(mine).split("-");
  // No process has that number and started then.
  const gone = `${machine}-${String(process.pid)}-t1-abcdef-1`;
  mkdirSync(join(store.root, "tmp", gone));
  const foreign = "00000000-1-t1-abcdef-1";
  writeFileSync(join(store.root, "tmp", foreign), "");
  const old = "00000000-1-t1-abcdef-2";
  writeFileSync(join(store.root, "tmp", old), "");
  utimesSync(join(store.root, "tmp", old), 0, 0);
  const content = good(writeObject(store, "of nobody", "txt"));
  const young = good(writeObject(store, "of somebody soon", "txt"));
  utimesSync(objectPath(store, content), 0, 0);
  const journal = journalPath(store, "01KJMMA2G0ABCDEFGHJKMNPQRS");
  writeFileSync(journal, "");
  utimesSync(journal, 0, 0);
  await assertRepaired(store, [
    `stray artifacts/objects/${content.hash.slice(0, 2)}/${content.hash}.txt`,
    "stray journal/01KJMMA2G0ABCDEFGHJKMNPQRS.jsonl",
    `stray tmp/${gone}`,
    `stray tmp/${old}`,
  ]);
  assert.deepEqual([mine, join(store.root, "tmp", foreign), objectPath(store, young)].map(existsSync), [true, true, true]);
});

test("links are not followed, and a repair does not run beside another one", { skip: process.platform === "win32" }, async (t) => {
  const { store, version } = await madeStore(t);
  const path = objectPath(store, version.content);
  const outside = join(store.workspace, "outside.json");
  linkSync(path, outside);
  rmSync(path);
  symlinkSync(outside, path);
  assert.equal((await found(store)).filter((line) => line.startsWith("damaged")).length, 2);
  const lock = await tryLock(store);
  t.after(() => lock?.release());
  bad(await repairStore(store), "SW4009");
  assert.equal(readFileSync(outside, "utf8"), "42");
});

test("a run that only the database still knows is said to be lost", async (t) => {
  const { store, run } = await madeStore(t);
  rmSync(recordPath(store, run));
  await assertRepaired(store, ["damaged stepwright.db"]);
});
