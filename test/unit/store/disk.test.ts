import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { claimByFolder, createFile, isClaimed } from "../../../src/runner/store/claim.ts";
import { diskFailure, inFolder, onDisk, replaceFile } from "../../../src/runner/store/disk.ts";
import { bad, good, temporaryFolder, temporaryStore, whileReadOnly } from "./support.ts";

test("what the system answers becomes the failure that a person can act on", () => {
  const codes = (["EROFS", "EACCES", "EPERM", "ENOSPC", "EDQUOT", "EIO", "ENOTDIR"] as const).map((code) => {
    const failure = diskFailure(code, "/w/x");
    return `${code} ${failure.code} ${failure.message}`;
  });
  assert.deepEqual(codes, [
    "EROFS SW4001 /w/x cannot be accessed (EROFS).",
    "EACCES SW4001 /w/x cannot be accessed (EACCES).",
    "EPERM SW4001 /w/x cannot be accessed (EPERM).",
    "ENOSPC SW4002 There is no space left to write /w/x (ENOSPC).",
    "EDQUOT SW4002 There is no space left to write /w/x (EDQUOT).",
    "EIO SW4005 /w/x cannot be used (EIO).",
    "ENOTDIR SW4005 /w/x cannot be used (ENOTDIR).",
  ]);
});

test("a full disk is a failure", { skip: !existsSync("/dev/full") }, () => {
  bad(
    onDisk("/dev/full", () => writeFileSync("/dev/full", "x")),
    "SW4002",
  );
});

test("a bug is not turned into a failure", () => {
  assert.throws(
    () =>
      onDisk("x", () => {
        throw new TypeError("ours");
      }),
    /ours/,
  );
});

test("a file is replaced as a whole, in a folder that is made when it is missing", (t) => {
  const store = temporaryStore(t);
  const path = join(store.root, "a", "b", "c.txt");
  replaceFile(store, path, "one");
  replaceFile(store, path, new TextEncoder().encode("two"), true);
  assert.equal(readFileSync(path, "utf8"), "two");
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("the folder of unfinished files is made again when someone removed it", (t) => {
  const store = temporaryStore(t);
  rmSync(join(store.root, "tmp"), { recursive: true });
  replaceFile(store, join(store.root, "x"), "one");
  assert.equal(readFileSync(join(store.root, "x"), "utf8"), "one");
});

test("nothing unfinished stays behind where writing fails", { skip: process.platform === "win32" }, (t) => {
  const store = temporaryStore(t);
  mkdirSync(join(store.root, "taken", "inner"), { recursive: true });
  const failed = onDisk("x", () => {
    replaceFile(store, join(store.root, "taken"), "one");
  });
  assert.equal(failed.ok, false);
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
  whileReadOnly(store.root, () => {
    bad(
      onDisk("x", () => {
        replaceFile(store, join(store.root, "x"), "one");
      }),
      "SW4001",
    );
  });
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("a folder is made only when writing says that it is missing", (t) => {
  const folder = join(temporaryFolder(t), "new");
  let calls = 0;
  inFolder(folder, () => {
    calls += 1;
    writeFileSync(join(folder, "x"), "");
  });
  inFolder(folder, () => (calls += 1));
  assert.equal(calls, 3);
});

test("a file is created once: the first content stays", (t) => {
  const store = temporaryStore(t);
  const path = join(store.root, "names", "x");
  assert.equal(isClaimed(path), false);
  assert.equal(createFile(store, path, "one"), true);
  assert.equal(createFile(store, path, "two"), false);
  assert.equal(isClaimed(path), true);
  assert.equal(readFileSync(path, "utf8"), "one");
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("a file can have a second name, which the last one with it keeps", (t) => {
  const store = temporaryStore(t);
  const alias = join(store.root, "names", "both");
  for (const name of ["x", "y"]) assert.equal(createFile(store, join(store.root, name), name, { alias }), true);
  assert.equal(createFile(store, join(store.root, "x"), "late", { alias }), false);
  assert.deepEqual([readFileSync(join(store.root, "x"), "utf8"), readFileSync(alias, "utf8")], ["x", "y"]);
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("where hard links fail, a folder is the claim", (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "x");
  for (const temporary of ["one", "two"]) writeFileSync(join(folder, temporary), temporary);
  assert.equal(claimByFolder(join(folder, "one"), path), true);
  assert.equal(claimByFolder(join(folder, "two"), path), false);
  assert.equal(readFileSync(path, "utf8"), "one");
});

test("a claim by folder respects what a link has claimed, and one that was never finished", (t) => {
  const folder = temporaryFolder(t);
  for (const file of ["linked", "mine"]) writeFileSync(join(folder, file), file);
  assert.equal(claimByFolder(join(folder, "mine"), join(folder, "linked")), false);
  assert.equal(readFileSync(join(folder, "linked"), "utf8"), "linked");
  mkdirSync(join(folder, "died.claim"));
  assert.equal(isClaimed(join(folder, "died")), true);
  assert.equal(claimByFolder(join(folder, "mine"), join(folder, "died")), false);
});

test("a good result passes through", () => {
  assert.equal(good(onDisk("x", () => 1)), 1);
});
