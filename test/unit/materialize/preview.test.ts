import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Preview } from "../../../src/runner/model/preview.ts";
import { TaggedText } from "../../../src/runner/model/values.ts";
import { lineOf } from "../../../src/runner/model/preview-line.ts";
import { previewOf } from "../../../src/runner/store/materialize/preview.ts";
import { cutText, jsonBytes, previewBytes } from "../../../src/runner/store/materialize/preview/size.ts";

const scalars = [
  [3.5, "3.5"],
  [-0, "-0"],
  [NaN, "NaN"],
  [true, "true"],
  [null, "null"],
  [undefined, "undefined"],
  [10n, "10n"],
  ["hello", "hello"],
  [new Date(0), "1970-01-01T00:00:00.000Z"],
  [new Date(NaN), "Invalid Date"],
  [/a+/gi, "/a+/gi"],
  [new URL("https://example.org/"), "https://example.org/"],
  [new TypeError("no"), "TypeError: no"],
] as const;

void describe("a value that is one thing", () => {
  for (const [value, text] of scalars) {
    void it(`is shown as ${text}`, () => {
      assert.deepEqual(previewOf(value), { kind: "scalar", text });
    });
  }

  void it("is cut where it is long", () => {
    const preview = previewOf(10n ** 1000n);
    assert.ok(preview.kind === "scalar" && preview.text.endsWith("…") && preview.text.length <= 400);
  });
});

void describe("a text", () => {
  void it("of several lines is a text", () => {
    assert.deepEqual(previewOf("a\nb"), { kind: "text", language: "text", text: "a\nb", truncated: false });
  });

  void it("keeps its language and says that it was cut", () => {
    const preview = previewOf(new TaggedText("html", "ä".repeat(100_000)));
    assert.ok(preview.kind === "text" && preview.language === "html" && preview.truncated && preview.text.endsWith("ä…"));
    assertBounded(preview);
  });
});

void describe("JSON", () => {
  void it("that is small is shown whole, and is a copy", () => {
    const value = { a: [1, { b: 2 }] };
    const preview = previewOf(value, { json: JSON.stringify(value) });
    value.a.pop();
    assert.deepEqual(preview, { kind: "json", value: { a: [1, { b: 2 }] }, truncated: false });
  });

  void it("shows some of every member, not all of the first", () => {
    const value = { features: Array.from({ length: 5000 }, (_, i) => [i, { i }]), labels: new Array<number>(5000).fill(1), name: "iris" };
    const preview = jsonPreview(value);
    assert.equal(preview.truncated, true);
    const shown = preview.value as { features: unknown[]; labels: number[]; name: string };
    assert.ok(shown.features.length > 5 && shown.features.length < 200);
    assert.ok(shown.labels.length > 20 && shown.labels.length < 2000);
    assert.equal(shown.name, "iris");
    assertBounded(preview);
  });

  void it("shows what JSON lacks as text", () => {
    const value = { at: new Date(0), big: 1n, not: NaN, none: undefined, data: new Float32Array(2), tags: new Set(["a"]) };
    const shown = { at: "1970-01-01T00:00:00.000Z", big: "1n", not: "NaN", none: "undefined", data: "float32, 8 bytes", tags: ["a"] };
    assert.deepEqual(jsonPreview(value), { kind: "json", value: shown, truncated: false });
  });

  void it("shows a map as an object by its keys as text", () => {
    const map = new Map<unknown, unknown>([
      ["a", 1],
      [2, new Map()],
      [{}, 3],
      [[], 4],
    ]);
    assert.deepEqual(jsonPreview(map).value, { a: 1, 2: {}, "{…}": 3, "[…]": 4 });
  });

  void it("ends at a cycle and at depth", () => {
    const cycle: { self?: unknown } = {};
    cycle.self = [cycle];
    assert.deepEqual(jsonPreview(cycle).value, { self: ["[circular]"] });
    let deep: unknown = {};
    for (let i = 0; i < 12; i++) deep = { deep };
    const preview = jsonPreview(deep);
    assert.equal(preview.truncated, true);
    assert.match(JSON.stringify(preview.value), /"\{…\}"/);
  });

  void it("keeps an own key __proto__ a key", () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":1},"b":[[{}]]}');
    assert.deepEqual(jsonPreview(value).value, value);
  });

  void it("is bounded where keys are long and many", () => {
    const keys = Array.from({ length: 3000 }, (_, i) => [`${"\u0001".repeat(300)}${String(i)}`, i] as const);
    assertBounded(jsonPreview(Object.fromEntries(keys)));
  });
});

void describe("an array of numbers in memory", () => {
  void it("shows kind, length and the first numbers", () => {
    const preview = previewOf(new Float64Array(1000).fill(Infinity, 1, 2));
    assert.ok(preview.kind === "array");
    assert.deepEqual([preview.dtype, preview.shape, preview.head.slice(0, 3)], ["float64", [1000], [0, "Infinity", 0]]);
    assert.equal(preview.head.length, 24);
    assert.deepEqual(previewOf(Buffer.from("ab")), { kind: "array", dtype: "buffer", shape: [2], head: [97, 98] });
  });
});

void describe("a line of numbers", () => {
  void it("is drawn of a list that is shown whole, and kept of one that is not", () => {
    const whole = [3, 1, 2];
    assert.deepEqual(lineOf(previewOf(whole, { json: JSON.stringify(whole) })), whole);
    assert.equal("line" in previewOf(whole, { json: JSON.stringify(whole) }), false);
    const long = Array.from({ length: 100_000 }, (_, index) => -1.23456789e-200 * index);
    for (const list of [long, Float64Array.from(long)]) {
      const preview = previewOf(list);
      assertBounded(preview);
      const line = lineOf(preview);
      assert.deepEqual([line?.length, line?.[0], line?.at(-1)], [60, 0, -1.235e-195]);
    }
  });

  void it("is not drawn of what has other members or the same everywhere, is short, or is bytes", () => {
    const values = [[1, 2], [1, "2", 3], [1, NaN, 3], [7, 7, 7], ["a", "b", "c"], Buffer.alloc(100), { a: 1 }, 5];
    for (const value of values) assert.equal(lineOf(previewOf(value)), undefined);
  });
});

void describe("cutting a text", () => {
  void it("does not cut a character in half", () => {
    for (let budget = 8; budget < 40; budget++) {
      const cut = cutText("😀".repeat(20), budget);
      assert.ok(cut.isWellFormed() && jsonBytes(cut) <= budget);
    }
  });

  void it("counts escapes", () => {
    assert.ok(jsonBytes(cutText("\u0000".repeat(1000), 100)) <= 100);
    assert.equal(cutText("a".repeat(98), 100), "a".repeat(98));
  });
});

function jsonPreview(value: unknown): Extract<Preview, { kind: "json" }> {
  const preview = previewOf(value);
  assert.ok(preview.kind === "json", preview.kind);
  return preview;
}

function assertBounded(preview: Preview): void {
  assert.ok(Buffer.byteLength(JSON.stringify(preview)) <= previewBytes);
}
