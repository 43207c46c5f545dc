import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { versionsFolder } from "../../../src/runner/store/paths.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { highestNumber } from "../../../src/runner/store/version-numbers.ts";
import { claimVersion, listArtifacts, listVersions, readVersion } from "../../../src/runner/store/versions.ts";
import { bad, draft, good, temporaryFolder, temporaryStore } from "./support.ts";

/** Claims numbers and names in turn, and says which versions came out. */
const claim = (store: Store, artifact: string, ...names: (string | undefined)[]) =>
  names.map((name) => good(claimVersion(store, draft(artifact), name)).version);

/** Puts something that is no manifest in the place of a version. */
function spoil(store: Store, artifact: string, version: number): void {
  writeFileSync(join(versionsFolder(store, artifact), `${String(version)}.json`), '{"deleted":true}');
}

test("numbers count from 1 for each artifact, and names take none", (t) => {
  const store = temporaryStore(t);
  assert.deepEqual(claim(store, "model", undefined, undefined, "best", undefined), ["1", "2", "best", "3"]);
  assert.deepEqual(claim(store, "accuracy", undefined), ["1"]);
});

test("a version is read as it was claimed", (t) => {
  const store = temporaryStore(t);
  const claimed = good(claimVersion(store, { ...draft("m"), tags: ["a"], producer: { run: "r", step: "s", output: "o" } }));
  assert.deepEqual(good(readVersion(store, "m", "1")), claimed);
  const named = good(claimVersion(store, draft("m"), "best"));
  assert.deepEqual(good(readVersion(store, "m", "best")), named);
});

test("the latest version is the highest number; of names alone, the newest", (t) => {
  const store = temporaryStore(t);
  claim(store, "m", "first");
  assert.equal(good(readVersion(store, "m")).version, "first");
  claim(store, "m", undefined, undefined, "later");
  assert.equal(good(readVersion(store, "m")).version, "2");
});

test("a number is never used twice, also after deletion and damage", (t) => {
  const store = temporaryStore(t);
  claim(store, "m", undefined, undefined, undefined);
  spoil(store, "m", 3);
  spoil(store, "m", 1);
  assert.equal(good(readVersion(store, "m")).version, "2");
  assert.match(bad(readVersion(store, "m", "3"), "SW4005"), /version "3" of artifact "m" cannot be read/);
  assert.deepEqual(claim(store, "m", undefined), ["4"]);
  assert.deepEqual(
    listVersions(store, "m").map((version) => version.version),
    ["2", "4"],
  );
});

test("a manifest in a wrong place does not count", (t) => {
  const store = temporaryStore(t);
  claim(store, "m", undefined, undefined);
  const [one, two] = [good(readVersion(store, "m", "1")), good(readVersion(store, "m", "2"))];
  writeFileSync(join(versionsFolder(store, "m"), "1.json"), JSON.stringify(two));
  writeFileSync(join(versionsFolder(store, "m"), "2.json"), JSON.stringify({ ...two, artifact: "n" }));
  writeFileSync(join(versionsFolder(store, "m"), "11.json"), JSON.stringify(one));
  bad(readVersion(store, "m", "1"), "SW4005");
  bad(readVersion(store, "m", "2"), "SW4005");
  bad(readVersion(store, "m", "11"), "SW4005");
  assert.deepEqual(listVersions(store, "m"), []);
});

test("a link that leads nowhere keeps its number used up", { skip: process.platform === "win32" }, (t) => {
  const store = temporaryStore(t);
  mkdirSync(versionsFolder(store, "m"), { recursive: true });
  symlinkSync("/nowhere", join(versionsFolder(store, "m"), "1.json"));
  assert.deepEqual(claim(store, "m", undefined), ["2"]);
});

test("a version name is used once, and is not a number", (t) => {
  const store = temporaryStore(t);
  claim(store, "m", "best");
  assert.equal(bad(claimVersion(store, draft("m"), "best"), "SW1028"), 'Artifact "m" has a version "best" already.');
  assert.match(bad(claimVersion(store, draft("m"), "007"), "SW1022"), /"007" is a number/);
  assert.match(bad(claimVersion(store, draft("m"), ""), "SW1022"), /is empty/);
  assert.deepEqual(claim(store, "n", "best", "v1", "1a"), ["best", "v1", "1a"]);
});

test("artifact names are bounded and printable, and that is all", (t) => {
  const store = temporaryStore(t);
  assert.match(bad(claimVersion(store, draft("x".repeat(201))), "SW1022"), /is longer than 200 characters/);
  assert.equal(bad(claimVersion(store, draft("a\nb")), "SW1022"), 'The artifact name "a\\nb" has a control character.');
  bad(claimVersion(store, draft("")), "SW1022");
  bad(claimVersion(store, draft("\ud800")), "SW1022");
  for (const name of ["😀".repeat(200), "../../x", "a/b\\c", "con", "train::model", "Model", "model"]) {
    assert.deepEqual(claim(store, name, undefined), ["1"]);
    assert.equal(good(readVersion(store, name)).artifact, name);
  }
  assert.equal(listArtifacts(store).length, 7);
});

test("an unknown artifact names the nearest, an unknown version those there are", (t) => {
  const store = temporaryStore(t);
  const help = (...reference: [string, string?]) => {
    const result = readVersion(store, ...reference);
    bad(result, "SW4003");
    return result.ok ? "" : `${result.error.message} ${result.error.help}`;
  };
  assert.equal(help("model"), 'There is no artifact "model". Nothing is stored here yet. Run a pipeline first.');
  claim(store, "model", undefined, undefined, "best");
  claim(store, "accuracy", undefined);
  assert.equal(help("modle"), 'There is no artifact "modle". Did you mean "model"?');
  assert.equal(help("x", "1"), 'There is no artifact "x". There are: "accuracy", "model".');
  assert.equal(help("model", "7"), 'Artifact "model" has no version "7". It has: "best", "2", "1".');
  assert.equal(help("model", "bets"), 'Artifact "model" has no version "bets". Did you mean "best"?');
  claim(store, "accuracy", undefined, undefined, undefined, undefined, undefined);
  assert.equal(help("accuracy", "9"), 'Artifact "accuracy" has no version "9". It has: "6", "5", "4", "3", "2" and 1 more.');
});

test("versions are listed in the order of their numbers, then of their names", (t) => {
  const store = temporaryStore(t);
  claim(store, "m", ...Array.from({ length: 11 }, () => undefined), "z");
  const versions = listVersions(store, "m").map(({ version }) => version);
  assert.deepEqual(versions, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "z"]);
  assert.deepEqual(listVersions(store, "n"), []);
});

test("the highest number is found without reading the folder", (t) => {
  const top = temporaryFolder(t);
  let folders = 0;
  fc.assert(
    fc.property(fc.nat(70), fc.nat(70), (before, more) => {
      folders += 1;
      const folder = join(top, String(folders));
      const fill = (from: number, to: number) => {
        for (let number = from; number <= to; number += 1) writeFileSync(join(folder, `${String(number)}.json`), "");
      };
      mkdirSync(folder);
      fill(1, before);
      assert.equal(highestNumber(folder), before);
      fill(before + 1, before + more);
      assert.equal(highestNumber(folder), before + more);
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 30 },
  );
});
