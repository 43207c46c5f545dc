import assert from "node:assert/strict";
import { test } from "node:test";
import { tableOf } from "../../bench/report.ts";
import { measure, median, type Row } from "../../bench/rounds.ts";

const row = (work: string, log: string[], ms: { baseline: number; ours: number }): Row => {
  const side = (name: "baseline" | "ours") => () => {
    log.push(`${work} ${name}`);
    return Promise.resolve(ms[name]);
  };
  return { work, against: "B1", must: 1.2, baseline: side("baseline"), ours: side("ours") };
};

test("rounds are interleaved, each side is first as often, and the first round does not count", async () => {
  const log: string[] = [];
  const measured = await measure([row("a", log, { baseline: 10, ours: 5 }), row("b", log, { baseline: 1, ours: 2 })], 1, () => undefined);
  assert.deepEqual(log, ["a baseline", "a ours", "b baseline", "b ours", "a ours", "a baseline", "b ours", "b baseline"]);
  assert.deepEqual(
    measured.map(({ baseline, ours }) => [baseline, ours]),
    [
      [[10], [5]],
      [[1], [2]],
    ],
  );
});

test("the median is the middle value, or the mean of the two middle ones", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 2, 100]), 3);
  assert.equal(median([7]), 7);
});

test("the table marks a ratio above what it must be", async () => {
  const rows = [
    row("quick", [], { baseline: 10, ours: 5 }),
    { ...row("slow", [], { baseline: 10, ours: 20 }), aim: 0.8 },
    { ...row("large", [], { baseline: 100, ours: 110 }), unit: "MB" as const },
  ];
  assert.equal(
    tableOf(await measure(rows, 1, () => undefined)),
    `work   against  baseline  ours      ratio   must  aim
quick  B1       10.0 ms   5.0 ms    0.50    1.20
slow   B1       10.0 ms   20.0 ms   2.00 !  1.20  0.80
large  B1       100.0 MB  110.0 MB  1.10    1.20`,
  );
});
