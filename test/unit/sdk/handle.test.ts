import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import type { OutputShape } from "../../../src/runner/model/signature.ts";
import { StepwrightError } from "../../../src/runner/sdk/errors.ts";
import { createHandle, handleInfo } from "../../../src/runner/sdk/handle.ts";

const output = (name: string) => ({ name, type: "number", named: true });
const single: OutputShape = { kind: "single", output: output("output") };
const tuple: OutputShape = { kind: "tuple", outputs: [output("quotient"), output("remainder")] };
const named: OutputShape = { kind: "named", outputs: [output("model"), output("accuracy")] };
const none: OutputShape = { kind: "none" };

/** The failure that a use of a handle ends in: its code, and its words. */
const failureOf = (use: () => unknown): string => {
  try {
    use();
  } catch (error) {
    if (StepwrightError.is(error)) return `${error.failure.code} ${error.failure.message} ${error.failure.help}`;
    throw error;
  }
  return "no failure";
};

/** What a template literal makes of it. */
const textOf = (handle: unknown): string => String(handle);

const get = (handle: object, key: PropertyKey): unknown => Reflect.get(handle, key);

describe("a handle of one output", () => {
  const handle = createHandle("load", single);

  it("is text where it is printed", () => {
    assert.equal(textOf(handle), "<artifact load.output>");
    assert.equal(inspect(handle), "<artifact load.output>");
    assert.equal(get(handle, "id"), "load.output");
  });

  it("is never a value", async () => {
    assert.match(
      failureOf(() => Number(handle)),
      /^SW1001 <artifact load.output> is used in arithmetic/,
    );
    assert.match(
      failureOf(() => (handle as never) > 3),
      /^SW1001 .*comparison/,
    );
    assert.match(
      failureOf(() => [1].map((one) => one + Number(handle))),
      /^SW1001/,
    );
    assert.match(
      failureOf(() => get(handle, "features")),
      /^SW1001 `.features` of <artifact load.output> is read/,
    );
    assert.match(
      failureOf(() => ({ ...handle })),
      /^SW1001 .*spread/,
    );
    assert.match(
      failureOf(() => JSON.stringify(handle)),
      /^SW1001/,
    );
    assert.match(
      failureOf(() => Reflect.set(handle, "x", 1)),
      /^SW1001 .*changed/,
    );
    await assert.rejects((async () => Promise.resolve(handle))(), /SW1001: <artifact load.output> is awaited in a static pipeline/);
    await assert.rejects((get(handle, "load") as () => Promise<unknown>)(), /SW1001/);
  });

  it("cannot be taken apart", () => {
    assert.match(
      failureOf(() => [...(handle as never as unknown[])]),
      /^SW1009 `load` has one output, `output`, .*outputs\(\{ … \}\)/,
    );
    assert.match(
      failureOf(() => get(handle, "0")),
      /^SW1009/,
    );
  });
});

describe("a handle of several outputs", () => {
  it("is taken apart by position where they are a tuple", () => {
    const [quotient, remainder] = createHandle("divide", tuple) as never as [object, object];
    assert.deepEqual([quotient, remainder].map(textOf), ["<artifact divide.quotient>", "<artifact divide.remainder>"]);
    assert.match(
      failureOf(() => get(createHandle("divide", tuple), "2")),
      /^SW1010 `divide` has no output `2`.*\[0\] \(quotient\), \[1\] \(remainder\)/,
    );
  });

  it("is taken apart by name where they are named", () => {
    const handle = createHandle("train", named);
    const { model, accuracy } = handle as never as Record<string, object>;
    assert.deepEqual([model, accuracy].map(textOf), ["<artifact train.model>", "<artifact train.accuracy>"]);
    assert.deepEqual(Object.keys(handle), ["model", "accuracy"]);
    assert.match(
      failureOf(() => get(handle, "acuracy")),
      /^SW1010 `train` has no output `acuracy`\. Did you mean `accuracy`/,
    );
    assert.match(
      failureOf(() => [...(handle as never as unknown[])]),
      /^SW1010 .*by name/,
    );
  });

  it("says which call and which output stand behind it", () => {
    const handle = createHandle("train", named);
    assert.deepEqual(handleInfo(handle), { invocation: "train", shape: named });
    assert.deepEqual(handleInfo(get(handle, "model")), { invocation: "train", shape: named, output: "model" });
    assert.equal(handleInfo({}), undefined);
    assert.equal(handleInfo(3), undefined);
  });
});

describe("a handle of no outputs", () => {
  it("has none to read", () => {
    assert.match(
      failureOf(() => get(createHandle("notify", none), "done")),
      /^SW1010 `notify` has no outputs/,
    );
  });
});

describe("a handle in a dynamic pipeline", () => {
  it("gives its value when it is awaited, each output its own", async () => {
    const read: string[] = [];
    const live = (invocation: string, name: string | undefined): Promise<unknown> => {
      read.push(`${invocation}.${name ?? "*"}`);
      return Promise.resolve(name);
    };
    const handle = createHandle("train", named, live);
    assert.equal(await get(handle, "model"), "model");
    assert.equal(await (handle as never as PromiseLike<unknown>), undefined);
    assert.deepEqual(read, ["train.model", "train.*"]);
    assert.match(
      failureOf(() => Number(createHandle("load", single, live))),
      /^SW1001 .*Await the handle first/,
    );
  });
});
