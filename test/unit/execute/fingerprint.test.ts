import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, mock, test } from "node:test";
import { fingerprints } from "../../../src/runner/execute/fingerprint.ts";

const folder = mkdtempSync(join(tmpdir(), "fingerprint-"));
after(() => rmSync(folder, { recursive: true }));
const large = (filler: number): Buffer => Buffer.alloc(5 * 2 ** 20, filler);
const told = (...paths: string[]): Record<string, string> => fingerprints(folder, paths);

test("a large file that rests is known by how it stands, and every change of it is seen", () => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() + 60_000 });
  try {
    for (const filler of [1, 2, 3]) {
      writeFileSync(join(folder, "large"), large(filler));
      const expected = { large: hash("sha256", large(filler)) };
      assert.deepEqual(told("large"), expected);
      assert.deepEqual(told("large"), expected);
    }
    symlinkSync("large", join(folder, "link"));
    assert.deepEqual(told("link"), { link: hash("sha256", large(3)) });
    writeFileSync(join(folder, "large"), large(4));
    assert.deepEqual(told("link"), { link: hash("sha256", large(4)) });
  } finally {
    mock.timers.reset();
  }
});

test("what is not there, and a pattern that nothing matches, have a name for it", () => {
  assert.deepEqual(told("nowhere.csv", "*.nothing"), { "nowhere.csv": "(missing)", "*.nothing": "(missing)" });
});
