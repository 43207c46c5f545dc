import assert from "node:assert/strict";
import { Socket } from "node:net";
import { describe, it } from "node:test";
import { FileRef } from "../../../src/runner/model/values.ts";
import { save } from "../../../src/runner/store/materialize/index.ts";
import { assertFailure, loaded, saved, fileStore } from "./support.ts";

const store = fileStore();

class Layer {
  size = 1;
}
class Loadable {
  toJSON() {
    return {};
  }
  static fromJSON = (): Loadable => new Loadable();
}

/** What cannot be stored, what the message says of it, and what the help says. */
const refused: readonly (readonly [unknown, RegExp, RegExp])[] = [
  [() => 1, /It is a function\./, /materializer\(\{ type: Model,/],
  [{ layers: [1, 2, { fn: () => 1 }] }, /`model\.layers\[2\]\.fn` is a function\./, /outputs: \{ model: \{ materializer \} \}/],
  [{ "a b": { fn: () => 1 } }, /`model\["a b"\]\.fn` is a function\./, /materializer/],
  [new Map([["k", [() => 1]]]), /`model\.get\("k"\)\[0\]` is a function\./, /materializer/],
  [new Map([[() => 1, 1]]), /`model\.keys\(\)` is a function\./, /materializer/],
  [new Set([() => 1]), /`model\.values\(\)` is a function\./, /materializer/],
  [new Error("x", { cause: { fn: () => 1 } }), /`model\.cause\.fn` is a function\./, /materializer/],
  [Object.assign([1], { toText: () => "1" }), /`model\.toText` is a function\./, /materializer/],
  [Symbol("s"), /It is a symbol\./, /text/],
  [{ [Symbol("s")]: 1 }, /It has a property whose name is a symbol\./, /text/],
  [[Promise.resolve(1)], /`model\[0\]` is a promise\./, /Await it/],
  [{ then: () => 1 }, /`model\.then` is a function\./, /materializer/],
  [new WeakMap(), /It is an instance of `WeakMap`\./, /^Return plain data/],
  [new Socket(), /It is an instance of `Socket`\./, /materializer\(\{ type: Socket,/],
  [new Layer(), /It is an instance of `Layer`\./, /Give `Layer` a `toJSON\(\)` and a static `fromJSON\(\)`\./],
  [{ at: [new Layer()] }, /`model\.at\[0\]` is an instance of `Layer`\./, /and return it as an output of its own/],
  [{ at: new Loadable() }, /`model\.at` is an instance of `Loadable`\./, /^Return it as an output of its own/],
  [new (class extends Map {})(), /is an instance of `class without a name`\./, /materializer/],
  [new (class Rows extends Array {})(), /is an instance of `Rows`\./, /toJSON/],
  [new (class Weights extends Float64Array {})(2), /is an instance of `Weights`\./, /toJSON/],
  [{ data: new FileRef("a.txt") }, /`model\.data` is a file or folder inside another value\./, /output of its own/],
  [Object.defineProperty({}, "x", { enumerable: true, get: () => assert.fail("no") }), /Reading it threw: no/, /plain data/],
];

void describe("what cannot be stored", () => {
  for (const [value, message, help] of refused) {
    void it(`says ${message.source}`, async () => {
      const result = await save(store, value, { output: "model" });
      assert.match(assertFailure(result, "SW3006", /^Output `model` cannot be stored\. /), help);
      assertFailure(result, "SW3006", message);
    });
  }

  void it("is told under which name the step gives a materializer", async () => {
    const helpOf = async (output: string): Promise<string> => assertFailure(await save(store, () => 1, { output }), "SW3006", /function/);
    assert.match(await helpOf("train.model"), /`outputs: \{ model: \{ materializer \} \}`/);
    assert.match(await helpOf("train.test set"), /`outputs: \{ "test set": \{ materializer \} \}`/);
  });

  void it("is nested deeper than the stack", async () => {
    let deep: unknown[] = [];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    assertFailure(await save(store, deep, { output: "model" }), "SW3006", /nested too deeply/);
  });
});

void describe("what only structured clone keeps", () => {
  void it("is stored with a warning that names the output", async () => {
    const value = { boxed: Object(3) as unknown, map: new Map([[1, 2]]) };
    const kept = await saved(store, value);
    assert.equal(kept.materialized.content.extension, "v8");
    assert.match(kept.warning ?? "", /^Output `result` is stored in a format that only this version of Node reads\./);
    assert.deepStrictEqual(await loaded(store, kept), value);
  });

  void it("does not excuse what is lost in it", async () => {
    const result = await save(store, [Object(3), new Layer()], { output: "model" });
    assertFailure(result, "SW3006", /`model\[1\]` is an instance of `Layer`/);
  });
});
