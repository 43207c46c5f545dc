import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { plainOrSlug, slug } from "../../../src/runner/store/slug.ts";

/** Any text, half surrogate pairs included. */
const name = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("con", "NUL", "a", "A", "..", "", "a/b", "é", "e\u0301"),
);

test("a slug shows what is readable of a name", () => {
  assert.match(slug("Train / Accuracy"), /^train-accuracy-[0-9a-f]{20}$/);
  assert.match(slug("Größe"), /^gro-e-[0-9a-f]{20}$/);
  assert.match(slug("模型"), /^[0-9a-f]{20}$/);
  assert.match(slug("x".repeat(500)), /^x{40}-[0-9a-f]{20}$/);
});

test("a slug is a safe and short file name everywhere", () => {
  fc.assert(
    fc.property(name, (text) => {
      assert.match(slug(text), /^([a-z0-9][a-z0-9-]{0,39}-)?[0-9a-f]{20}$/);
    }),
  );
});

test("different names have different slugs, also where the file system ignores case", () => {
  fc.assert(
    fc.property(name, name, (a, b) => {
      assert.equal(slug(a) === slug(b), a === b);
    }),
  );
  assert.notEqual(slug("\ud800"), slug("\udfff"));
});

test("a plain name stands for itself", () => {
  for (const plain of ["train", "train_model", "train_2", "training.load", "console"]) assert.equal(plainOrSlug(plain), plain);
});

test("a plain name with capitals can be read, and is told from one without", () => {
  assert.match(plainOrSlug("trainModel"), /^trainModel-[0-9a-f]{6}$/);
  assert.match(plainOrSlug("Training.load"), /^Training\.load-[0-9a-f]{6}$/);
  assert.equal(plainOrSlug(plainOrSlug("trainModel")), slug(plainOrSlug("trainModel")));
});

test("a name that some system cannot hold becomes a slug", () => {
  for (const unsafe of ["", "a/b", "..", ".hidden", "a b", "con", "NUL", "com1.x", "x".repeat(65), "é", slug("a/b")]) {
    assert.equal(plainOrSlug(unsafe), slug(unsafe));
  }
});

test("different names stay different, slug or not, also where the file system ignores case", () => {
  const plain = fc.stringMatching(/^[abAB]{1,4}$/);
  fc.assert(
    fc.property(fc.oneof(name, plain), fc.oneof(name, plain), (a, b) => {
      assert.equal(plainOrSlug(a).toLowerCase() === plainOrSlug(b).toLowerCase(), a === b);
      assert.notEqual(plainOrSlug(slug(a)), plainOrSlug(a));
    }),
  );
});
