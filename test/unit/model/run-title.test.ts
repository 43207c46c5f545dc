import assert from "node:assert/strict";
import { it } from "node:test";
import { runTitle } from "../../../src/runner/model/run-title.ts";

it("a run is called by the name that it was given, or by when it began, without the date where that is today", () => {
  const title = (name: string, began: Date): string => runTitle({ name, startedAt: began.getTime() }, "training", "en");
  const today = new Date();
  today.setHours(9, 5, 7);
  assert.equal(title("nightly", today), "nightly");
  assert.equal(title("training-2026_01_01", today).replace(/\s/g, " "), "9:05:07 AM");
  assert.equal(title("training-2026_01_01", new Date(2020, 0, 2, 13, 0, 0)).replace(/\s/g, " "), "Jan 2, 1:00:00 PM");
});
