import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { cutText } from "../../../webview/dag/canvas/cut-text.ts";
import type { Cut } from "../../../webview/dag/canvas/pen.ts";

suite("a text that does not fit", () => {
  /** Each letter is one wide. */
  const cut = (text: string, maxWidth: number, where: Cut): string => cutText(text, { maxWidth, cut: where }, "any", (part) => part.length);

  test("is cut at its end, or in its middle where its end tells it from others", () => {
    assert.equal(cut("trainClassifier_2", 9, "end"), "trainCla…");
    assert.equal(cut("trainClassifier_2", 9, "middle"), "trai…er_2");
    assert.equal(cut("trainClassifier_3", 9, "middle"), "trai…er_3");
    assert.equal(cut("short", 9, "middle"), "short");
    assert.equal(cut("ab", 0.5, "end"), "");
  });

  test("loses whole parts, the last ones first, and is cut where two of them do not fit", () => {
    assert.equal(cut("Running · 12 s · 40 %", 16, "parts"), "Running · 12 s");
    assert.equal(cut("Running · 12 s · 40 %", 12, "parts"), "Running · 1…");
  });
});
