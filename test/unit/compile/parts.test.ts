import assert from "node:assert/strict";
import { sep } from "node:path";
import { test } from "node:test";
import { aliased } from "../../../src/runner/analysis/project/aliases.ts";
import { applyEdits, inPlace } from "../../../src/runner/analysis/project/edits.ts";
import { userCache } from "../../../src/runner/compile/user-cache.ts";

test("paths of tsconfig.json: an exact name wins, then the longest beginning", () => {
  const mapping = { base: "/w", paths: { "*": ["types/*"], "@/*": ["src/*", "lib/*"], "@/deep/*.js": ["far/*"], "@/exact": ["one.ts"] } };
  assert.deepEqual(aliased(mapping, "@/a/b"), ["/w/src/a/b", "/w/lib/a/b"]);
  assert.deepEqual(aliased(mapping, "@/deep/x.js"), ["/w/far/x"]);
  assert.deepEqual(aliased(mapping, "@/exact"), ["/w/one.ts"]);
  assert.deepEqual(aliased(mapping, "other"), ["/w/types/other"]);
  assert.deepEqual(aliased({ base: "/w", paths: {} }, "other"), []);
  assert.deepEqual(aliased({ base: "/w", paths: { "a*": ["b/*"] } }, "a$&"), ["/w/b/$&"]);
});

test("edits keep the places of everything else", () => {
  const text = "one two three";
  assert.equal(applyEdits(text, [inPlace(text, 4, 7, "2")]), "one 2   three");
  assert.equal(applyEdits("a(\n) b", [inPlace("a(\n) b", 0, 4, "x")]), "x \n  b");
  const nested = [
    { start: 8, end: 13, text: "" },
    { start: 4, end: 4, text: "(" },
    { start: 7, end: 7, text: ")" },
    { start: 9, end: 10, text: "never" },
  ];
  assert.equal(applyEdits(text, nested), "one (two) ");
});

test("the user's cache folder is named by the environment or the system", (context) => {
  const before = process.env["STEPWRIGHT_CACHE_DIR"];
  context.after(() => {
    if (before === undefined) delete process.env["STEPWRIGHT_CACHE_DIR"];
    else process.env["STEPWRIGHT_CACHE_DIR"] = before;
  });
  process.env["STEPWRIGHT_CACHE_DIR"] = "/somewhere";
  assert.equal(userCache(), "/somewhere");
  delete process.env["STEPWRIGHT_CACHE_DIR"];
  assert.equal(userCache().split(sep).includes("stepwright"), true);
});
