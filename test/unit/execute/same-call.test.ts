import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameCall, withRecordedVersions } from "../../../src/runner/execute/same-call.ts";
import type { Binding, Invocation } from "../../../src/runner/model/spec.ts";

const call = (inputs: Readonly<Record<string, Binding>>, more: Partial<Invocation> = {}): Invocation => ({
  id: "train",
  step: "train",
  identity: "a.ts#train",
  inputs,
  slots: Object.keys(inputs).map((name, position) => ({ name, position, property: false })),
  outputs: { kind: "none" },
  artifacts: {},
  after: [],
  options: {},
  ...more,
});
const value = (of: Extract<Binding, { kind: "value" }>["value"]): Binding => ({ kind: "value", value: of });
const output = (invocation: string): Binding => ({ kind: "output", from: { invocation, output: "output" } });
const version = (artifact: string, number: string): Binding => ({ kind: "version", ref: { artifact, version: number } });
const list = (...items: readonly Binding[]): Binding => ({ kind: "list", items });
const object = (fields: Readonly<Record<string, Binding>>): Binding => ({ kind: "object", fields });

const base = call({
  epochs: value(3),
  data: list(output("load"), value(1)),
  config: object({ model: version("model", "2"), rate: value({ a: [1] }) }),
});

test("a call is the same where its values and the places of its artifacts are, whichever artifacts these are", () => {
  assert.equal(isSameCall(base, base), true);
  const others = call({
    epochs: value(3),
    data: list(version("data", "9"), value(1)),
    config: object({ model: output("fit"), rate: value({ a: [1] }) }),
  });
  assert.equal(isSameCall(base, others), true);
  assert.equal(isSameCall(base, { ...base, options: { timeout: 5 }, after: ["other"] }), true);
});

const changes: Readonly<Record<string, Invocation>> = {
  "another step": { ...base, identity: "a.ts#fit" },
  "another value": { ...base, inputs: { ...base.inputs, epochs: value(4) } },
  "an artifact in place of a value": { ...base, inputs: { ...base.inputs, epochs: output("count") } },
  "a value in place of an artifact": { ...base, inputs: { ...base.inputs, data: list(value(0), value(1)) } },
  "a longer list": { ...base, inputs: { ...base.inputs, data: list(output("load"), value(1), value(2)) } },
  "another order": { ...base, inputs: { ...base.inputs, data: list(value(1), output("load")) } },
  "another field": { ...base, inputs: { ...base.inputs, config: object({ model: version("model", "2"), speed: value({ a: [1] }) }) } },
  "a value deep inside": { ...base, inputs: { ...base.inputs, config: object({ model: version("model", "2"), rate: value({ a: [2] }) }) } },
  "one input less": { ...base, inputs: { epochs: value(3) } },
  "other places": { ...base, slots: base.slots.toReversed().map((slot, position) => ({ ...slot, position })) },
};

for (const [name, now] of Object.entries(changes)) {
  test(`a call is another one with ${name}`, () => {
    assert.equal(isSameCall(base, now), false);
    assert.equal(isSameCall(now, base), false);
  });
}

test("a step that no binding holds is known by its name", () => {
  const { identity: _, ...made } = base;
  assert.equal(isSameCall(made, made), true);
  assert.equal(isSameCall(made, { ...made, step: "other" }), false);
});

test("versions that were looked up are those of the earlier run, at any depth, and given values are those of now", () => {
  const before = call({
    table: version("table", "1"),
    more: list(version("table", "1"), object({ model: version("model", "2") })),
    given: version("p::train::external", "1"),
    other: version("table", "1"),
  });
  const now = call({
    table: version("table", "5"),
    more: list(version("table", "5"), object({ model: version("model", "6") }), version("model", "6")),
    given: version("p::train::external", "7"),
    other: version("elsewhere", "3"),
  });
  assert.deepEqual(withRecordedVersions(now, before).inputs, {
    table: version("table", "1"),
    more: list(version("table", "1"), object({ model: version("model", "2") }), version("model", "6")),
    given: version("p::train::external", "7"),
    other: version("elsewhere", "3"),
  });
});
