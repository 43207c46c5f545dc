import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { resolveParameters } from "../../../src/runner/execute/parameters.ts";
import { checkParameters } from "../../../src/runner/execute/parameter-types.ts";
import type { Json } from "../../../src/runner/model/json.ts";
import type { JsonSchema } from "../../../src/runner/model/json-schema.ts";
import type { RunRequest } from "../../../src/runner/model/protocol.ts";
import type { InputSignature, Signature } from "../../../src/runner/model/signature.ts";

const input = (name: string, rest: Partial<InputSignature>): InputSignature => ({
  name,
  position: 0,
  property: true,
  type: "any",
  optional: true,
  ...rest,
});

const schemas: Readonly<Record<string, JsonSchema>> = {
  epochs: { type: "number" },
  name: { type: "string" },
  fast: { type: "boolean" },
  layers: { type: "array", items: { type: "number" } },
  mode: { anyOf: [{ type: "array", items: { type: "number" } }, { type: "string" }] },
};

const signature: Signature = {
  kind: "pipeline",
  identity: "a.ts#training",
  inputs: [
    input("epochs", { type: "number", default: 10 }),
    input("name", { type: "string", optional: false }),
    input("fast", { type: "boolean" }),
    input("layers", { type: "number[]" }),
    input("mode", { type: "string | number[]" }),
    input("extra", { type: "any" }),
  ],
  outputs: { kind: "none" },
  types: { inputs: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, { schema, annotated: true }])), outputs: {} },
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

  it("are JSON or else text where everything is accepted", () => {
    assert.deepEqual(resolve({ textParameters: { name: "a", extra: "[1]" } }), { ok: true, value: { epochs: 10, name: "a", extra: [1] } });
    assert.deepEqual(resolve({ textParameters: { name: "a", extra: "[1" } }), { ok: true, value: { epochs: 10, name: "a", extra: "[1" } });
  });

  it("are checked in the end, wherever they come from", async () => {
    const check = async (parameters: Record<string, Json>, decided?: string[]): Promise<string> => {
      const result = await checkParameters(signature, "training", parameters, decided);
      return result.ok ? "accepted" : `${result.error.code} ${result.error.message.split("\n").slice(1).join("; ")}`;
    };
    assert.equal(await check({ name: "a", epochs: 3, layers: [1, 2] }), "accepted");
    assert.equal(
      await check({ layers: [1, "x", null] }),
      'SW5002 layers[1]: expected number, got string "x"; layers[2]: expected number, got null',
    );
    assert.equal(await check({ epochs: "3" }), 'SW5002 epochs: expected number, got string "3"');
    assert.equal(await check({ epochs: "3" }, ["epochs"]), "accepted");
  });

  it("may be missing where a schema of the author's decides", () => {
    const decided = resolveParameters(signature, "training", { file: "a.ts" }, { schemas: ["name"] });
    assert.deepEqual(decided, { ok: true, value: { epochs: 10 } });
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
    assert.equal(
      failure({ textParameters: { name: "a", epochs: "many" } }),
      'SW5002 The parameter `epochs` of `training` is not what its type says.\nepochs: expected number, got string "many" Give it a value of type number.',
    );
    assert.match(failure({ textParameters: { name: "a", epochs: "" } }), /^SW5002/);
    assert.match(failure({ textParameters: { name: "a", fast: "maybe" } }), /^SW5002 .*fast: expected boolean, got string "maybe"/s);
    assert.match(failure({ textParameters: { name: "a", layers: "[1," } }), /^SW5002 .*layers: expected number\[\], got string "\[1,"/s);
    assert.match(failure({}), /^SW1004 .*`name` of `training` is missing.* --param name=/);
    const part = { ...signature, inputs: [{ name: "rows", position: 0, property: false, type: "Artifact<number[]>", optional: false }] };
    const refused = resolveParameters(part, "training", { file: "a.ts" });
    assert.match(refused.ok ? "" : refused.error.help, /It takes an artifact/);
    assert.match(failure({ args: [{ value: { name: "a" } }, { value: 2 }] }), /^SW1005/);
    assert.match(failure({ args: [{ value: "a" }] }), /^SW1003 .*by name/);
  });
});
