import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jsonArtifact, jsonRunEnd } from "../../../src/runner/cli/json.ts";
import { graphOfSpec } from "../../../src/runner/model/graph-of-spec.ts";
import { runRecord } from "./support/records.ts";
import { invocation, named, runId, scalar, single, spec, start, version } from "./support/story.ts";

/** As another program reads it. */
const read = (value: object): unknown => JSON.parse(JSON.stringify(value));

describe("the JSON contract", () => {
  it("ends a run with its record", () => {
    for (const status of ["completed", "failed", "cancelled"] as const) {
      const run = runRecord({ status });
      assert.deepEqual(read(jsonRunEnd(run)), { event: `run.${status}`, run: read(run) });
    }
  });

  it("shows a graph by where each input comes from", () => {
    const graph = spec([
      invocation("load", {
        at: { file: "src/train.ts", line: 9, column: 3 },
        outputs: single("Dataset"),
        inputs: { path: { kind: "value", value: "a.csv" } },
      }),
      invocation("train_2", {
        step: "train",
        group: ["outer", "inner"],
        after: ["load"],
        outputs: named(["model", "Model"], ["accuracy", "number"]),
        inputs: {
          data: { kind: "output", from: { invocation: "load", output: "output" } },
          list: {
            kind: "list",
            items: [
              { kind: "value", value: null },
              { kind: "output", from: { invocation: "load", output: "output" } },
            ],
          },
          options: { kind: "object", fields: { base: { kind: "version", ref: { artifact: "baseline", version: "2" } } } },
          ["__proto__"]: { kind: "value", value: 1 },
        },
      }),
      invocation("nothing"),
    ]);
    assert.deepEqual(read(graphOfSpec(graph)), {
      pipeline: "trainingPipeline",
      file: "src/train.ts",
      steps: [
        {
          id: "load",
          step: "load",
          line: 9,
          inputs: { path: { value: "a.csv" } },
          outputs: [{ name: "output", type: "Dataset" }],
          after: [],
        },
        {
          id: "train_2",
          step: "train",
          inputs: JSON.parse(
            '{"data":{"from":"load.output"},"list":{"list":[{"value":null},{"from":"load.output"}]},"options":{"object":{"base":{"artifact":"baseline","version":"2"}}},"__proto__":{"value":1}}',
          ) as unknown,
          outputs: [
            { name: "model", type: "Model" },
            { name: "accuracy", type: "number" },
          ],
          after: ["load"],
          group: ["outer", "inner"],
        },
        { id: "nothing", step: "nothing", inputs: {}, outputs: [], after: [] },
      ],
    });
  });

  it("shows an artifact, with its value where it is given", () => {
    const shown = {
      name: "accuracy",
      version: "3",
      type: "number",
      materializer: "json",
      preview: { kind: "scalar", text: "0.96" },
      metadata: {},
      producer: { run: runId, step: "train", output: "accuracy" },
      tags: [],
      createdAt: start,
      bytes: 4,
      hash: "a".repeat(64),
      files: ["x.json"],
    };
    assert.deepEqual(read(jsonArtifact(version("accuracy", scalar("0.96")), ["x.json"], 0.96)), { ...shown, value: 0.96 });
    assert.deepEqual(read(jsonArtifact(version("accuracy", scalar("0.96")), ["x.json"], undefined)), shown);
    assert.deepEqual(read(jsonArtifact(version("accuracy", scalar("null")), ["x.json"], null)), {
      ...shown,
      preview: { kind: "scalar", text: "null" },
      value: null,
    });
  });
});
