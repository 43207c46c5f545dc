import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RandomForestClassifier } from "ml-random-forest";
import { load, save } from "../../../src/runner/store/materialize/index.ts";
import { assertFailure, loaded, saved, fileStore } from "./support.ts";

const store = fileStore();

class Layer {
  readonly size: number;
  readonly unused: undefined = undefined;
  constructor(size: number) {
    this.size = size;
  }
}

class Model {
  readonly weights: Float64Array;
  readonly layers: Layer[];
  constructor(weights: Float64Array, layers: Layer[]) {
    this.weights = weights;
    this.layers = layers;
  }
  toJSON() {
    return { weights: this.weights, layers: this.layers, made: new Date(0), bound: NaN, fn: () => 1 };
  }
  static fromJSON(json: { weights: Float64Array; layers: { size: number }[]; bound: number }): Model {
    assert.ok(Number.isNaN(json.bound));
    return new Model(
      json.weights,
      json.layers.map(({ size }) => new Layer(size)),
    );
  }
}

const model = new Model(new Float64Array([1, 2]), [new Layer(3)]);

void describe("classes that write themselves as JSON", () => {
  void it("are rebuilt where the reading code names the class", async () => {
    const kept = await saved(store, model, { className: "src/model.ts#Model" });
    assert.equal(kept.materialized.materializer, "class");
    assert.equal(kept.materialized.className, "src/model.ts#Model");
    assert.deepStrictEqual(await loaded(store, kept, { asClass: Model }), model);
  });

  void it("are what toJSON gave elsewhere, as JSON would have it but with nothing lost", async () => {
    const kept = await saved(store, model);
    assert.equal(kept.materialized.className, "Model");
    const data = { weights: new Float64Array([1, 2]), layers: [{ size: 3 }], made: "1970-01-01T00:00:00.000Z", bound: NaN };
    assert.deepStrictEqual(await loaded(store, kept), data);
  });

  void it("work with packages that call it load", async () => {
    const forest = new RandomForestClassifier({ nEstimators: 3, seed: 1, maxFeatures: 2, replacement: true });
    const points = [
      [1, 1],
      [1, 2],
      [8, 9],
      [9, 9],
    ];
    forest.train(points, [0, 0, 1, 1]);
    const back = await loaded(store, await saved(store, forest), { asClass: RandomForestClassifier });
    assert.ok(back instanceof RandomForestClassifier);
    assert.deepEqual(back.predict(points), forest.predict(points));
  });

  void it("may hold themselves, and hold large arrays", async () => {
    class Node {
      readonly data = new Float64Array(20_000);
      readonly self = this;
      toJSON() {
        return this;
      }
      static fromJSON(json: unknown): unknown {
        return json;
      }
    }
    const back = (await loaded(store, await saved(store, new Node()), { asClass: Node })) as Node;
    assert.equal(back.self, back);
    assert.equal(back.data.length, 20_000);
  });

  void it("are SW3006 when toJSON throws, or gives what cannot be kept", async () => {
    class Broken {
      toJSON(): unknown {
        throw new Error("not trained");
      }
      static fromJSON = (): Broken => new Broken();
    }
    class Late extends Broken {
      override toJSON(): unknown {
        return { pending: Promise.resolve(1) };
      }
    }
    assertFailure(await save(store, new Broken(), { output: "model" }), "SW3006", /`toJSON\(\)` of `Broken` threw: not trained/);
    assertFailure(await save(store, new Late(), { output: "model" }), "SW3006", /`model\.pending` is a promise/);
  });

  void it("are SW3007 when the class cannot rebuild them", async () => {
    class Other extends Layer {
      static fromJSON(): never {
        throw new Error("old format");
      }
    }
    const { materialized } = await saved(store, model);
    assertFailure(await load(store, materialized, { asClass: Other }), "SW3007", /`Other` could not be rebuilt from its JSON: old format/);
    assertFailure(await load(store, materialized, { asClass: Layer }), "SW3007", /`Layer` has no static `fromJSON\(\)`/);
  });
});
