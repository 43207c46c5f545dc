import assert from "node:assert/strict";
import { test } from "node:test";
import type { Binding } from "../../../src/runner/model/spec.ts";
import { artifactsIn, parametersIn } from "../../../src/runner/store/bindings.ts";

const value = (json: string | number): Binding => ({ kind: "value", value: json });
const output = (invocation: string): Binding => ({ kind: "output", from: { invocation, output: "output" } });
const version: Binding = { kind: "version", ref: { artifact: "base", version: "3" } };

const inputs: Record<string, Binding> = {
  data: output("load"),
  base: version,
  epochs: value(10),
  xs: { kind: "list", items: [output("a"), value(3), { kind: "list", items: [output("b")] }] },
  config: { kind: "object", fields: { model: version, "learning rate": output("c"), größe: output("d"), name: value("x") } },
};

test("artifacts are found at any depth, by their path", () => {
  assert.deepEqual(
    artifactsIn(inputs).map(({ path }) => path),
    ["data", "base", "xs[0]", "xs[2][0]", "config.model", 'config["learning rate"]', "config.größe"],
  );
  assert.deepEqual(artifactsIn(inputs).at(1)?.binding, version);
});

test("parameters are what was given directly, with artifacts inside by name", () => {
  assert.deepEqual(parametersIn(inputs), {
    epochs: 10,
    xs: ["<artifact a.output>", 3, ["<artifact b.output>"]],
    config: { model: "<artifact base@3>", "learning rate": "<artifact c.output>", größe: "<artifact d.output>", name: "x" },
  });
});
