import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { load, save } from "../../../src/runner/store/materialize/index.ts";
import { createStore, findStore, type Store } from "../../../src/runner/store/store.ts";
import { isKnown, isTrusted, trustStore } from "../../../src/runner/store/trust.ts";
import { bad, good, temporaryFolder, temporaryStore } from "./support.ts";

/** A store as it comes with a clone: its id is known nowhere here. */
function strangeStore(t: TestContext): Store {
  const store = temporaryStore(t);
  writeFileSync(join(store.root, "store.json"), JSON.stringify({ id: `from elsewhere ${store.root}`, format: 1 }));
  return store;
}

test("a store made here is trusted, one with an unknown id only when it is accepted", (t) => {
  assert.equal(isTrusted(temporaryStore(t)), true);
  const strange = strangeStore(t);
  assert.equal(isTrusted(strange), false);
  assert.deepEqual(good(createStore(strange.workspace)), strange, "it can be written to");
  assert.equal(isTrusted(strange), false, "and that makes it no better");
  good(trustStore(strange));
  assert.equal(isTrusted(strange), true);
});

test("the environment can say that stores are trusted, as in a job that restores a cache", (t) => {
  const strange = strangeStore(t);
  process.env["STEPWRIGHT_TRUST_STORE"] = "true";
  t.after(() => {
    delete process.env["STEPWRIGHT_TRUST_STORE"];
  });
  assert.deepEqual([isTrusted(strange), isKnown(strange)], [true, false]);
});

test("results do not become ours because the file with the id is missing", (t) => {
  const workspace = temporaryFolder(t);
  mkdirSync(join(workspace, ".stepwright", "keys"), { recursive: true });
  assert.equal(isTrusted(good(createStore(workspace))), false);
});

test("an id is no path", (t) => {
  const store = temporaryStore(t);
  for (const id of ["", ".", "..", "../stores", "/", "\0", "a/b"]) {
    writeFileSync(join(store.root, "store.json"), JSON.stringify({ id, format: 1 }));
    assert.equal(isTrusted(store), false, JSON.stringify(id));
  }
});

test(
  "links are refused below the folders of a strange store, and accepting it does not help",
  { skip: process.platform === "win32" },
  (t) => {
    const elsewhere = temporaryFolder(t);
    for (const place of ["keys/ab", "artifacts/objects/ab", "artifacts/versions/model", "runs/2026-01", "logs/run", "journal/x.jsonl"]) {
      const store = strangeStore(t);
      mkdirSync(join(store.root, place, ".."), { recursive: true });
      symlinkSync(elsewhere, join(store.root, place));
      assert.match(bad(findStore(store.workspace), "SW4005"), /is not a file or folder of its own/);
      bad(createStore(store.workspace), "SW4005");
      bad(trustStore(store), "SW4005");
      rmSync(join(store.root, place));
      good(trustStore(store));
    }
  },
);

test("a store that is a link itself is refused", { skip: process.platform === "win32" }, (t) => {
  const store = temporaryStore(t);
  const workspace = temporaryFolder(t);
  symlinkSync(store.root, join(workspace, ".stepwright"));
  bad(findStore(workspace), "SW4005");
  bad(createStore(workspace), "SW4005");
});

class Model {
  readonly weights: number[];
  constructor(weights: number[]) {
    this.weights = weights;
  }
  toJSON(): object {
    return { weights: this.weights };
  }
  static fromJSON({ weights }: { weights: number[] }): Model {
    rebuilt += 1;
    return new Model(weights);
  }
}
let rebuilt = 0;

test("nothing of a strange store is rebuilt: no class, no serialized object, nothing by a materializer", async (t) => {
  const store = strangeStore(t);
  const custom = {
    type: Model,
    extension: "model",
    save: (model: Model, folder: string): void => writeFileSync(join(folder, "w.model"), model.weights.join(" ")),
    load: (): Model => {
      rebuilt += 1;
      return new Model([]);
    },
  };
  const model = good(await save(store, new Model([1]), { output: "model" })).materialized;
  const serialized = { ...model, materializer: "v8" };
  const own = good(await save(store, new Model([1]), { output: "model", custom, customIdentity: "custom:train.ts#model" })).materialized;
  rebuilt = 0;
  assert.match(bad(await load(store, model, { asClass: Model }), "SW4008"), /was not made on this machine/);
  bad(await load(store, serialized), "SW4008");
  bad(await load(store, own, { custom }), "SW4008");
  assert.equal(rebuilt, 0);
  assert.deepEqual(good(await load(store, model)), { weights: [1] }, "the data can be looked at");
  assert.deepEqual(good(await load(store, model, { asClass: Model, own: true })), new Model([1]), "what a run makes itself is its own");
  good(trustStore(store));
  assert.deepEqual(good(await load(store, model, { asClass: Model })), new Model([1]));
});
