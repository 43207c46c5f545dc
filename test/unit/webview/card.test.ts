import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { GraphStep } from "../../../src/runner/model/graph.ts";
import { cardOf } from "../../../webview/dag/state/card.ts";

const step = (outputs: GraphStep["outputs"]): GraphStep => ({ id: "load", step: "load", inputs: {}, outputs, after: [] });
const subtitle = (outputs: GraphStep["outputs"]): string =>
  cardOf({ id: "step:load", kind: "step", step: step(outputs) }, new Map(), undefined, 0).subtitle;

suite("the card of a step that has not run", () => {
  test("has the types of its outputs, and leaves out those that the source does not tell", () => {
    assert.equal(
      subtitle([
        { name: "rows", type: "Row[]" },
        { name: "count", type: "number" },
      ]),
      "Row[], number",
    );
    assert.equal(
      subtitle([
        { name: "rows", type: "?" },
        { name: "count", type: "number" },
      ]),
      "number",
    );
    assert.equal(subtitle([{ name: "output", type: "?" }]), "");
  });
});
