import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { resolveParameters } from "../../../src/runner/execute/parameters.ts";
import type { RunRequest } from "../../../src/runner/model/protocol.ts";
import type { InputSignature, Signature } from "../../../src/runner/model/signature.ts";

const input = (name: string, rest: Partial<InputSignature>): InputSignature => ({
  name,
  position: 0,
  property: true,
  type: "any",
  optional: true,
  coercion: "json",
  ...rest,
});

const signature: Signature = {
  kind: "pipeline",
  identity: "a.ts#training",
  inputs: [
    input("epochs", { type: "number", coercion: "number", default: 10 }),
    input("name", { type: "string", coercion: "string", optional: false }),
    input("fast", { type: "boolean", coercion: "boolean" }),
    input("layers", { type: "number[]", coercion: "json" }),
    input("mode", { type: "string | number[]", coercion: "json" }),
  ],
  outputs: { kind: "none" },
  source: "",
  at: { file: "a.ts", line: 1, column: 1 },
};

const resolve = (request: Partial<RunRequest>) => resolveParameters(signature, "training", { file: "a.ts", ...request });
const failure = (request: Partial<RunRequest>) => {
  const result = resolve(request);
  return result.ok ? "accepted" : `${result.error.code} ${result.error.message} ${result.error.help}`;
};

describe("parameters", () => {
  it("are coerced where they come as text, and defaults are filled in", () => {
    assert.deepEqual(resolve({ textParameters: { name: "42", fast: "yes", layers: "[1, 2]", mode: "quick" } }), {
      ok: true,
      value: { epochs: 10, name: "42", fast: true, layers: [1, 2], mode: "quick" },
    });
    assert.deepEqual(resolve({ textParameters: { name: "a", epochs: "1e3" } }), { ok: true, value: { epochs: 1000, name: "a" } });
  });

  it("are taken as they are where they come from code, by name or by position", () => {
    assert.deepEqual(resolve({ parameters: { name: "a", epochs: 3 } }), { ok: true, value: { epochs: 3, name: "a" } });
    assert.deepEqual(resolve({ args: [{ value: { name: "a" } }], overrides: { parameters: { epochs: 5 } } }), {
      ok: true,
      value: { epochs: 5, name: "a" },
    });
  });

  it("are refused with the nearest name", () => {
    assert.match(failure({ textParameters: { name: "a", epoch: "1" } }), /^SW5001 .*no parameter `epoch`\. Did you mean `epochs`/);
    assert.match(failure({ parameters: { nam: "a" } }), /^SW5001 .*Did you mean `name`/);
  });

  it("are refused where the text does not fit, or one is missing", () => {
    assert.match(failure({ textParameters: { name: "a", epochs: "many" } }), /^SW5002 .*`epochs` has the value `many`.* a number/);
    assert.match(failure({ textParameters: { name: "a", epochs: "" } }), /^SW5002/);
    assert.match(failure({ textParameters: { name: "a", fast: "maybe" } }), /^SW5002 .*true or false/);
    assert.match(failure({ textParameters: { name: "a", layers: "[1," } }), /^SW5002 .*JSON of type number\[\]/);
    assert.match(failure({}), /^SW1004 .*`name` of `training` is missing/);
    assert.match(failure({ args: [{ value: { name: "a" } }, { value: 2 }] }), /^SW1005/);
    assert.match(failure({ args: [{ value: "a" }] }), /^SW1003 .*by name/);
  });
});
