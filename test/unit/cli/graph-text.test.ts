import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { graphText, layers } from "../../../src/runner/cli/graph-text.ts";
import { graphOfSpec } from "../../../src/runner/model/graph-of-spec.ts";
import type { Graph } from "../../../src/runner/model/graph.ts";
import type { Binding } from "../../../src/runner/model/spec.ts";
import { invocation, named, single, spec } from "./support/story.ts";
import { capturedScreen } from "./support/terminal.ts";

const from = (invocation: string, output = "output"): Binding => ({ kind: "output", from: { invocation, output } });
const value = (json: number): Binding => ({ kind: "value", value: json });

const training = [
  invocation("loadData", { outputs: single("Dataset"), inputs: { path: { kind: "value", value: "iris.csv" } } }),
  invocation("split", { inputs: { data: from("loadData") }, outputs: named(["train", "Dataset"], ["test", "Dataset"]) }),
  invocation("trainModel", { inputs: { data: from("split", "train"), epochs: value(3) }, outputs: named(["model", "Model"]) }),
  invocation("trainModel_2", {
    step: "trainModel",
    inputs: { data: from("split", "train") },
    outputs: named(["model", "Model"]),
    after: ["trainModel"],
  }),
  invocation("judge", {
    step: "evaluate",
    group: ["evaluation"],
    inputs: {
      models: { kind: "list", items: [from("trainModel", "model"), from("trainModel_2", "model")] },
      options: { kind: "object", fields: { test: from("split", "test"), model: from("trainModel", "model") } },
      old: { kind: "version", ref: { artifact: "baseline", version: "1" } },
    },
    outputs: single("number"),
  }),
];

describe("a graph as text", () => {
  it("shows layers with what each step needs and makes", () => {
    assert.equal(
      graphText(graphOfSpec(spec(training)), capturedScreen().screen),
      [
        "trainingPipeline  src/train.ts  5 steps",
        "",
        "1  loadData                                                               → output: Dataset",
        "2  split                          ← loadData                              → train: Dataset, test: Dataset",
        "3  trainModel                     ← split.train                           → model: Model",
        "4  trainModel_2                   ← split.train, after trainModel         → model: Model",
        "5  evaluation › judge (evaluate)  ← trainModel, trainModel_2, split.test  → output: number",
      ].join("\n"),
    );
  });

  it("keeps a step with a hundred sources on one line", () => {
    const parts = Array.from({ length: 100 }, (_, index) => invocation(`part_${index}`));
    const sum = invocation("sum", { inputs: { parts: { kind: "list", items: parts.map(({ id }) => from(id)) } } });
    const lines = graphText(graphOfSpec(spec([...parts, sum])), capturedScreen().screen).split("\n");
    assert.equal(lines.length, 2 + 101);
    assert.equal(lines[2], "1  part_0");
    assert.equal(lines[3], "   part_1");
    assert.equal(lines.at(-1), "2  sum      ← part_0, part_1, part_2, part_3, 96 more");
  });

  it("is cut to a narrow terminal", () => {
    assert.deepEqual(
      graphText(graphOfSpec(spec(training.slice(0, 2))), capturedScreen(30).screen)
        .split("\n")
        .slice(2),
      ["1  loadData              → ou…", "2  split     ← loadData  → tr…"],
    );
  });

  it("says of a dynamic pipeline that it has no steps yet", () => {
    assert.equal(
      graphText(graphOfSpec(spec([], { dynamic: true })), capturedScreen().screen),
      "trainingPipeline  src/train.ts  dynamic: its steps are known when it runs",
    );
  });
});

describe("a graph that is read from source", () => {
  it("marks what only a run tells, and shows a cycle as it is", () => {
    const graph: Graph = {
      pipeline: "search",
      file: "a.ts",
      partial: true,
      steps: [
        { id: "load", step: "load", inputs: {}, outputs: [{ name: "output", type: "Part" }], after: [] },
        {
          id: "train",
          step: "train",
          inputs: { part: { expression: "part", of: ["load.output"] } },
          outputs: [],
          after: ["judge"],
          within: [
            { kind: "loop", text: "for (const part of parts)" },
            { kind: "branch", text: "if (part.ok)" },
          ],
        },
        { id: "judge", step: "judge", inputs: {}, outputs: [], after: ["train"] },
      ],
    };
    assert.equal(
      graphText(graph, capturedScreen().screen),
      [
        "search  a.ts  3 steps in the source; the rest is known when it runs",
        "",
        "1  load                        → output: Part",
        "2  train  ← load, after judge  in for (const part of parts) › if (part.ok)",
        "3  judge  ← after train",
      ].join("\n"),
    );
  });
});

describe("layers", () => {
  it("hold each step once, each below everything it needs, whatever the order of the calls", () => {
    // A graph without cycles: each step needs some of those before it; then the calls are shuffled.
    const graphs = fc
      .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 30 })
      .map((needs) =>
        needs.map((numbers, index) => invocation(`s${index}`, { after: index === 0 ? [] : numbers.map((number) => `s${number % index}`) })),
      )
      .chain((steps) => fc.shuffledSubarray(steps, { minLength: steps.length }));
    fc.assert(
      fc.property(graphs, (steps) => {
        const found = layers(graphOfSpec(spec(steps)).steps);
        const depth = new Map(found.flatMap((layer, index) => layer.map((step) => [step.id, index] as const)));
        assert.equal(found.flat().length, steps.length);
        assert.equal(depth.size, steps.length);
        for (const step of steps) {
          const deepest = Math.max(-1, ...step.after.map((id) => depth.get(id) ?? Number.NaN));
          assert.equal(depth.get(step.id), deepest + 1);
        }
      }),
    );
  });
});
