import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Preview } from "../../../src/runner/model/preview.ts";
import { oneLine, printable } from "../../../src/runner/cli/text/printable.ts";
import { outputsText } from "../../../src/runner/cli/text/output-text.ts";
import { previewText } from "../../../src/runner/cli/text/preview-text.ts";
import { countsText, outputLines, runReference } from "../../../src/runner/cli/text/run-facts.ts";
import { age, between, bytes, duration, plural } from "../../../src/runner/cli/text/units.ts";
import { fit, pad, widest } from "../../../src/runner/cli/text/width.ts";
import { output, runRecord, stepRecord } from "./support/records.ts";
import { scalar } from "./support/story.ts";

describe("units", () => {
  it("says durations in the unit that fits", () => {
    const cases = [0, 12.4, 999.4, 999.6, 1_240, 59_940, 59_960, 125_000, 3_599_700, 3_780_000, -5];
    assert.deepEqual(cases.map(duration), [
      "0 ms",
      "12 ms",
      "999 ms",
      "1.0 s",
      "1.2 s",
      "59.9 s",
      "1 min 0 s",
      "2 min 5 s",
      "1 h 0 min",
      "1 h 3 min",
      "0 ms",
    ]);
  });

  it("says sizes in decimal units", () => {
    assert.deepEqual([0, 999, 1_500, 999_949, 999_951, 20_000_000, 5e15].map(bytes), [
      "0 B",
      "999 B",
      "1.5 kB",
      "999.9 kB",
      "1.0 MB",
      "20.0 MB",
      "5000.0 TB",
    ]);
  });

  it("says how long ago, in one unit", () => {
    const seconds = [0, 40, 200, 7_300, 90_000, 1_000_000];
    assert.deepEqual(
      seconds.map((each) => age(0, each * 1000)),
      ["now", "40 s ago", "3 min ago", "2 h ago", "1 day ago", "11 days ago"],
    );
  });

  it("knows a time between only where both ends are known", () => {
    assert.equal(between("2026-03-01T10:00:00.000Z", "2026-03-01T10:00:01.500Z"), "1.5 s");
    assert.equal(between(undefined, "2026-03-01T10:00:01.500Z"), undefined);
    assert.equal(between("2026-03-01T10:00:00.000Z", undefined), undefined);
  });

  it("counts in words", () => {
    assert.deepEqual([plural(0, "step"), plural(1, "step"), plural(2, "step")], ["0 steps", "1 step", "2 steps"]);
  });
});

describe("text of users", () => {
  it("cannot steer the terminal", () => {
    assert.equal(printable("a\u001b[31mred\u001b[0m\u0007\u0008 b\u202e\n\tc"), "ared b\n\tc");
    assert.equal(oneLine("  a\r\n\tb  "), "a b");
  });

  it("is measured in columns of the terminal", () => {
    assert.equal(pad("中", 4), "中  ");
    assert.equal(fit("中中中", 5), "中中…");
    assert.equal(fit("abc", 3), "abc");
    assert.equal(fit("abcd", 3), "ab…");
    assert.equal(fit("abc", 0), "");
    assert.equal(pad("e\u0301\u200b", 3), "e\u0301\u200b  ");
    assert.equal(fit("🙂🙂🙂", 4), "🙂…");
  });

  it("keeps colours when it is cut, and ends them", () => {
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    assert.equal(fit(red("abc"), 3), red("abc"));
    assert.equal(pad(red("a"), 3), `${red("a")}  `);
    assert.equal(fit(`${red("abc")}def`, 5), `${red("abc")}d…\u001b[0m`);
    assert.equal(fit(red("abcd"), 3), "\u001b[31mab…\u001b[0m");
  });

  it("never takes more columns than it may, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), fc.nat(30), (text, width) => {
        const cut = fit(text, width);
        assert.ok(widest([cut], 1000) <= width);
        assert.ok(cut === text || text.startsWith(cut.slice(0, -1)));
      }),
    );
  });
});

describe("previews on one line", () => {
  const cases: readonly (readonly [Preview, string])[] = [
    [scalar("0.96"), "0.96"],
    [{ kind: "opaque", text: "Model" }, "Model"],
    [{ kind: "text", language: "text", text: "Dear\nreader", truncated: true }, '"Dear\\nreader"…'],
    [
      {
        kind: "text",
        language: "html",
        text: "<!doctype html><style>td { color: red }</style><h1>Good\nnews</h1><p>0.96 <b",
        truncated: true,
      },
      'page "Good news 0.96"…',
    ],
    [{ kind: "json", value: { a: [1, null] }, truncated: false }, '{"a":[1,null]}'],
    [{ kind: "array", dtype: "float64", shape: [100, 3], head: [1, 2.5] }, "float64[100 × 3] 1, 2.5"],
    [
      {
        kind: "table",
        columns: [
          { name: "x", type: "number" },
          { name: "y", type: "string" },
        ],
        rows: [[1, "a"]],
        totalRows: 150,
      },
      "150 rows × 2 columns: x, y",
    ],
  ];
  for (const [preview, text] of cases) {
    it(`shows ${text}`, () => {
      assert.equal(previewText(preview), text);
    });
  }

  it("are cut to their width", () => {
    assert.equal(previewText(scalar("x".repeat(100)), 10), `${"x".repeat(9)}…`);
  });

  it("are named only where an author named them", () => {
    assert.equal(outputsText([]), "");
    assert.equal(outputsText([["output", scalar("1")]]), "→ 1");
    assert.equal(outputsText([["accuracy", scalar("1")]]), "→ accuracy = 1");
    assert.equal(
      outputsText([
        ["model", { kind: "opaque", text: "Forest" }],
        ["accuracy", scalar("0.96")],
      ]),
      "→ model = Forest, accuracy = 0.96",
    );
  });
});

describe("facts of a run", () => {
  it("counts steps by status", () => {
    assert.equal(countsText({}), "no steps");
    assert.equal(
      countsText({ a: { status: "failed" }, b: { status: "completed" }, c: { status: "completed" }, d: { status: "skipped" } }),
      "2 completed, 1 failed, 1 skipped",
    );
    assert.equal(countsText({ a: { status: "cached", kept: {} }, b: { status: "cached" } }), "1 kept, 1 cached");
  });

  it("shows an output with its value where the run made it", () => {
    const run = runRecord({
      steps: { train: stepRecord({ outputs: { accuracy: output("accuracy", scalar("0.96")) } }) },
      outputs: { accuracy: { artifact: "accuracy", version: "3" }, old: { artifact: "old", version: "1" } },
    });
    assert.deepEqual(outputLines(run), ["accuracy = 0.96  (accuracy@3)", "old  (old@1)"]);
  });

  it("names a run so that a shell takes it", () => {
    assert.equal(runReference({ id: "ID", name: "train-2026_03_01" }), "train-2026_03_01");
    for (const name of ["two words", "a;b", "--help", "$x", ""]) assert.equal(runReference({ id: "ID", name }), "ID");
  });
});
