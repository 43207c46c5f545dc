import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import fs, { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { checkStore } from "../../../src/runner/store/check/check-store.ts";
import { claimByFolder } from "../../../src/runner/store/claim.ts";
import { readStoreFile } from "../../../src/runner/store/store-file.ts";
import { storeFilePath } from "../../../src/runner/store/paths.ts";
import { deleteVersion } from "../../../src/runner/store/prune/delete-one.ts";
import { claimRunName } from "../../../src/runner/store/run-names.ts";
import { createStore, type Store } from "../../../src/runner/store/store.ts";
import { claimVersion, listVersions, readVersion } from "../../../src/runner/store/versions.ts";
import { bad, draft, good, runId, temporaryFolder, temporaryStore } from "./support.ts";

const rounds = 6;

/** What one of the processes says that it got in each round. */
interface Got {
  readonly number: string;
  readonly named: readonly string[];
  readonly run: readonly string[];
  readonly generated: string;
}

interface Together {
  readonly writers: number;
  /** Hard links fail for them with this. */
  readonly linkError?: string;
  /** Called until all have ended. */
  readonly meanwhile?: () => Promise<void>;
}

/** Lets many processes claim at the same time, and gives what they got. */
async function claimTogether(t: TestContext, store: Store, { writers, linkError, meanwhile }: Together): Promise<Got[]> {
  const execArgv = linkError === undefined ? [] : ["--import", pathToFileURL(join(import.meta.dirname, "without-links.ts")).href];
  const env = { ...process.env, TEST_LINK_ERROR: linkError };
  const children = Array.from({ length: writers }, () =>
    fork(join(import.meta.dirname, "claimer.ts"), [store.workspace, String(rounds)], { execArgv, env }),
  );
  t.after(() => {
    for (const child of children) child.kill();
  });
  await Promise.all(children.map((child) => once(child, "message")));
  const left = new Set<ChildProcess>(children);
  const answers = children.map(async (child) => {
    child.send("go");
    const [got] = (await once(child, "message")) as [Got[]];
    left.delete(child);
    return got;
  });
  while (left.size > 0) {
    await meanwhile?.();
    await setImmediate();
  }
  return (await Promise.all(answers)).flat();
}

const oneTo = (last: number): string[] => Array.from({ length: last }, (_, index) => String(index + 1));
const ascending = (numbers: readonly string[]): string[] => numbers.toSorted((a, b) => Number(a) - Number(b));
const namesOf = (length: number): string[] => Array.from({ length }, (_, round) => `name ${String(round)}`);

/** Nobody got what another one got, and nothing was left out. */
function assertExclusive(got: readonly Got[], count: number): void {
  assert.equal(got.length, count);
  assert.deepEqual(ascending(got.map(({ number }) => number)), oneTo(count));
  assert.deepEqual(got.flatMap(({ named }) => named).sort(), namesOf(rounds));
  assert.deepEqual(got.flatMap(({ run }) => run).sort(), namesOf(rounds));
  assert.deepEqual(
    got.map(({ generated }) => generated).sort(),
    [
      "generated",
      ...oneTo(count)
        .slice(1)
        .map((number) => `generated_${number}`),
    ].sort(),
  );
}

test("twenty processes that claim numbers and names while versions are deleted get 1…n, and each name once", async (t) => {
  const store = temporaryStore(t);
  const deleted = new Set<string>();
  const meanwhile = async (): Promise<void> => {
    const latest = readVersion(store, "model");
    if (!latest.ok) return;
    good(await deleteVersion(store, latest.value));
    deleted.add(latest.value.version);
  };
  const count = 20 * rounds;
  assertExclusive(await claimTogether(t, store, { writers: 20, meanwhile }), count);
  assert.ok(deleted.size > 0);
  const left = listVersions(store, "model").map(({ version }) => version);
  assert.deepEqual(new Set([...left, ...deleted]), new Set([...oneTo(count), ...namesOf(rounds)]));
  assert.equal(good(claimVersion(store, draft("model"))).version, String(count + 1));
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

for (const [linkError, writers] of Object.entries({ EPERM: 20, EACCES: 2, ENOTSUP: 2, EMLINK: 2, EXDEV: 2, EISDIR: 2 }))
  test(`the same holds where a hard link is refused with ${linkError}`, async (t) => {
    const store = temporaryStore(t);
    const count = writers * rounds;
    assertExclusive(await claimTogether(t, store, { writers, linkError }), count);
    assert.equal(listVersions(store, "model").length, count + rounds);
    // Also for one that could link: what was claimed in the other way counts.
    assert.equal(good(claimVersion(store, draft("model"))).version, String(count + 1));
    bad(claimVersion(store, draft("model"), "name 0"), "SW1028");
    bad(claimRunName(store, "name 0", runId, { generated: false }), "SW1027");
    assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
    // The versions of this test have no content; of the claims themselves nothing is found.
    const found = good(await checkStore(store)).findings.filter(({ message }) => !message.startsWith("The content of"));
    assert.deepEqual(found, []);
  });

test("a claim that a killed process left half done uses its number up, and nothing else", async (t) => {
  const store = temporaryStore(t);
  good(claimVersion(store, draft("model")));
  const folder = join(store.root, "artifacts", "versions");
  const versions = join(folder, readdirSync(folder)[0] ?? "");
  mkdirSync(join(versions, "2.json.claim"));
  mkdirSync(join(versions, "3.json.claim"));
  writeFileSync(join(versions, "3.json"), "");
  assert.equal(good(claimVersion(store, draft("model"))).version, "4");
  assert.equal(good(readVersion(store, "model")).version, "4");
  bad(readVersion(store, "model", "2"), "SW4003");
  bad(readVersion(store, "model", "3"), "SW4005");
  const found = good(await checkStore(store)).findings.filter(({ message }) => !message.startsWith("The content of"));
  assert.deepEqual(found, []);
});

test("a store whose first process died before it had an id gets one all the same", (t) => {
  const workspace = temporaryFolder(t);
  const store = good(createStore(workspace));
  rmSync(storeFilePath(store));
  mkdirSync(`${storeFilePath(store)}.claim`);
  for (const leave of [() => undefined, () => truncateSync(storeFilePath(store))]) {
    leave();
    good(createStore(workspace));
    assert.equal(readStoreFile(store).state, "good");
  }
});

test("a machine that links gets nothing that one without links is about to take, however close they are", (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "1.json");
  for (const name of ["mine", "theirs"]) writeFileSync(join(folder, name), name);
  const rename = fs.renameSync;
  const restore = (): void => {
    fs.renameSync = rename;
    syncBuiltinESMExports();
  };
  t.after(restore);
  let refused = 0;
  fs.renameSync = (from, to) => {
    // It has looked for the mark before there was one, and links now.
    assert.throws(() => {
      fs.linkSync(join(folder, "theirs"), path);
    }, /EEXIST/);
    refused += 1;
    rename(from, to);
  };
  syncBuiltinESMExports();
  assert.equal(claimByFolder(join(folder, "mine"), path), true);
  assert.equal(refused, 1);
  assert.equal(readFileSync(path, "utf8"), "mine");
});
