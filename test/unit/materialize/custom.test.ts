import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Materializer } from "../../../src/runner/model/materializer.ts";
import { load, save } from "../../../src/runner/store/materialize/index.ts";
import { objectPath } from "../../../src/runner/store/objects.ts";
import { assertFailure, loaded, overwrite, saved, temporaryStore } from "./support.ts";

class Model {
  readonly bytes: string;
  readonly fit = (): string => this.bytes;
  constructor(bytes: string) {
    this.bytes = bytes;
  }
}

const single: Materializer<Model, typeof Model> = {
  type: Model,
  extension: "bin",
  save: (model, dir) => writeFile(join(dir, "model.bin"), model.bytes),
  load: async (dir, type) => new type(await readFile(join(dir, "model.bin"), "utf8")),
  preview: (model) => ({ size: model.bytes.length }),
  metadata: (model) => ({ parameters: model.bytes.length }),
};

const several: Materializer<Model> = {
  type: Model,
  extension: "bin",
  save(model, dir) {
    writeFileSync(join(dir, "a.bin"), model.bytes);
    writeFileSync(join(dir, "b.txt"), "notes");
  },
  load: (dir) => new Model(readFileSync(join(dir, "a.bin"), "utf8")),
};

void describe("a custom materializer", () => {
  void it("that writes one file keeps a file", async (t) => {
    const store = temporaryStore(t);
    const kept = await saved(store, new Model("abc"), { custom: single, customIdentity: "src/model.ts#format" });
    const { materializer, content, metadata, preview } = kept.materialized;
    assert.equal(materializer, "src/model.ts#format");
    assert.equal(readFileSync(objectPath(store, content), "utf8"), "abc");
    assert.equal(content.extension, "bin");
    assert.deepEqual(metadata, { parameters: 3, file: "model.bin" });
    assert.deepEqual(preview, { kind: "json", value: { size: 3 }, truncated: false });
    const back = await loaded(store, kept, { custom: single });
    assert.ok(back instanceof Model);
    assert.equal(back.fit(), "abc");
    assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
  });

  void it("that writes several files keeps the folder", async (t) => {
    const store = temporaryStore(t);
    const kept = await saved(store, new Model("abc"), { custom: several });
    assert.equal(kept.materialized.materializer, "custom:Model");
    assert.deepEqual(kept.materialized.content.files, ["a.bin", "b.txt"]);
    assert.ok((await loaded(store, kept, { custom: several })) instanceof Model);
  });

  void it("gets a copy, so that it cannot change what is stored", async (t) => {
    const store = temporaryStore(t);
    const kept = await saved(store, new Model("abc"), { custom: single });
    const careless: Materializer<Model> = {
      ...several,
      load(dir) {
        writeFileSync(join(dir, "model.bin"), "overwritten");
        return new Model("");
      },
    };
    await loaded(store, kept, { custom: careless });
    assert.ok(await loaded(store, kept, { custom: single }));
  });

  void it("never writes outside its folder, whatever name the manifest says", async (t) => {
    const store = temporaryStore(t);
    const { materialized } = await saved(store, new Model("abc"), { custom: single });
    const forged = { ...materialized, metadata: { file: "../../../model.bin" } };
    assert.equal((await load(store, forged, { custom: single })).ok, true);
    assert.deepEqual(readdirSync(store.workspace), [".stepwright"]);
    const dots = { ...materialized, metadata: { file: ".." } };
    assertFailure(await load(store, dots, { custom: single }), "SW3007", /Its materializer threw/);
  });

  void it("is SW3006 when it throws or writes nothing", async (t) => {
    const store = temporaryStore(t);
    const throwing = { ...single, save: () => Promise.reject(new Error("no space for it")) };
    assertFailure(await save(store, new Model(""), { output: "model", custom: throwing }), "SW3006", /threw: no space for it/);
    const silent = { ...single, save: () => undefined };
    assertFailure(await save(store, new Model(""), { output: "model", custom: silent }), "SW3006", /wrote no file/);
    assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
  });

  void it("is shown by default where its preview or metadata throw", async (t) => {
    const store = temporaryStore(t);
    const fail = (): never => assert.fail("broken");
    const { materialized } = await saved(store, new Model("abc"), { custom: { ...single, preview: fail, metadata: fail } });
    assert.equal(materialized.preview.kind, "json");
    assert.deepEqual(materialized.metadata, { file: "model.bin" });
  });

  void it("is SW3007 when it throws while loading, and SW4005 when the file was changed", async (t) => {
    const store = temporaryStore(t);
    const { materialized } = await saved(store, new Model("abc"), { custom: single });
    const throwing: Materializer<Model> = { ...several, load: () => Promise.reject(new Error("wrong magic")) };
    assertFailure(await load(store, materialized, { custom: throwing }), "SW3007", /threw: wrong magic/);
    overwrite(store, materialized, "xyz");
    assertFailure(await load(store, materialized, { custom: single }), "SW4005", /missing or was changed/);
  });
});
