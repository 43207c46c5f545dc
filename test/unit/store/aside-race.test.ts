import assert from "node:assert/strict";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { test, type TestContext } from "node:test";
import { checkStore, repairStore } from "../../../src/runner/store/check/check-store.ts";
import { objectPath, readObject, verifyObject, writeObject } from "../../../src/runner/store/objects.ts";
import { claimVersion, readVersion } from "../../../src/runner/store/versions.ts";
import { draft, good, temporaryStore } from "./support.ts";

/** Calls `other` right after the next time that a file is read whole, as another process would that comes in between. */
function afterNextRead(t: TestContext, path: string, other: () => void): void {
  const read = fs.readFileSync;
  const restore = (): void => {
    fs.readFileSync = read;
    syncBuiltinESMExports();
  };
  const spy = (...args: Parameters<typeof read>): ReturnType<typeof read> => {
    const bytes = read(...args);
    if (args[0] === path) {
      restore();
      other();
    }
    return bytes;
  };
  fs.readFileSync = spy as typeof read;
  syncBuiltinESMExports();
  t.after(restore);
}

test("what another process has written anew since it was found damaged is not set aside", (t) => {
  const store = temporaryStore(t);
  const content = good(writeObject(store, "intact", "txt"));
  const path = objectPath(store, content);
  fs.writeFileSync(path, "broken");
  let replaced = false;
  afterNextRead(t, path, () => {
    fs.rmSync(path);
    good(writeObject(store, "intact", "txt"));
    replaced = true;
  });
  assert.equal(verifyObject(store, content), false, "what it has read was damaged");
  assert.equal(replaced, true);
  assert.equal(fs.existsSync(`${path}.damaged`), false);
  assert.equal(good(readObject(store, content)).toString(), "intact");
});

test("what is still the damaged file is set aside, and what another process has taken away meanwhile is no error", (t) => {
  const store = temporaryStore(t);
  const content = good(writeObject(store, "intact", "txt"));
  const path = objectPath(store, content);
  fs.writeFileSync(path, "broken");
  afterNextRead(t, path, () => {
    fs.rmSync(path);
  });
  assert.equal(verifyObject(store, content), false);
  assert.equal(fs.existsSync(`${path}.damaged`), false);

  good(writeObject(store, "intact", "txt"));
  fs.writeFileSync(path, "broken");
  assert.equal(verifyObject(store, content), false);
  assert.equal(fs.readFileSync(`${path}.damaged`, "utf8"), "broken");
  assert.equal(fs.existsSync(path), false);
});

test("a repair leaves alone what a run has made again since it was found damaged", async (t) => {
  const store = temporaryStore(t);
  const content = good(writeObject(store, "intact", "txt"));
  const path = objectPath(store, content);
  good(claimVersion(store, { ...draft("model"), content }));
  fs.writeFileSync(path, "broken");
  afterNextRead(t, path, () => {
    fs.rmSync(path);
    good(writeObject(store, "intact", "txt"));
  });
  assert.equal(good(await repairStore(store)).findings.length, 2, "the content, and the version that has it");
  assert.equal(verifyObject(store, content), true);
  assert.deepEqual(good(readVersion(store, "model", "1")).content, content);
  assert.deepEqual(good(await checkStore(store)).findings, []);
});
