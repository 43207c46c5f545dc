import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { load } from "../../../src/runner/store/materialize/index.ts";
import { objectPath } from "../../../src/runner/store/objects.ts";
import { assertFailure, forged, good, saved, fileStore, temporaryStore } from "./support.ts";

const store = fileStore();

/** Files that no Stepwright wrote, though their hash is right: they came with a clone, say. */
const forms: Readonly<Record<string, string>> = {
  "no JSON": "{",
  nothing: "",
  "an unknown tag": '{"$type":"Function","value":"process.exit()"}',
  "a tag that is a property of every object": '{"$type":"constructor"}',
  "a tag that is no text": '{"$type":{"a":1}}',
  "an unknown number": '{"$type":"number","value":"1e999"}',
  "a number of another kind": '{"$type":"number","value":1}',
  "no digits": '{"$type":"bigint","value":"1+1"}',
  "no date text": '{"$type":"Date","value":5}',
  "no address": '{"$type":"URL","value":"::"}',
  "a regular expression that does not parse": '{"$type":"RegExp","source":"(","flags":"","lastIndex":0}',
  "unknown flags": '{"$type":"RegExp","source":"a","flags":"zz","lastIndex":0}',
  "entries that are no pairs": '{"$type":"Map","entries":[[1]]}',
  "entries that are no list": '{"$type":"Map","entries":"ab"}',
  "values that are no list": '{"$type":"Set"}',
  "a length that no array has": '{"$type":"Array","length":4294967296,"entries":[]}',
  "a negative length": '{"$type":"Array","length":-1,"entries":[]}',
  "a length among the entries": '{"$type":"Array","length":0,"entries":[["length",4294967295]]}',
  "keys that are no text": '{"$type":"Object","entries":[[1,2]]}',
  "an error of an unknown class": '{"$type":"Error","name":"toString","properties":[]}',
  "an error without properties": '{"$type":"Error","name":"Error"}',
  "an unknown language": '{"$type":"Text","language":"js","text":""}',
  "unknown bytes": '{"$type":"bytes","kind":"__proto__","base64":""}',
  "bytes that do not fit": '{"$type":"bytes","kind":"float64","base64":"YQ=="}',
  "a file that is not listed": '{"$type":"bytes","kind":"buffer","file":"../../../store.json"}',
  "a reference to nothing": '{"$type":"ref","id":0}',
  "a reference that comes before": '[{"$type":"ref","id":0},{"$type":"def","id":0,"value":{}}]',
  "two of one id": '[{"$type":"def","id":0,"value":{}},{"$type":"def","id":0,"value":{}}]',
  "a definition of itself": '{"$type":"def","id":0,"value":{"$type":"ref","id":0}}',
  "no end of nesting": "[".repeat(200_000) + "]".repeat(200_000),
};

void describe("a tagged file that was made up", () => {
  for (const [name, form] of Object.entries(forms)) {
    void it(`is SW4005 with ${name}`, async () => {
      const result = await load(store, forged(store, "tagged", form, "json"));
      assertFailure(result, "SW4005", /^The stored content [0-9a-f]{12} is damaged\. It /);
    });
  }

  void it("never reaches a prototype", async () => {
    const form =
      '{"__proto__":{"polluted":1},"o":{"$type":"Object","entries":[["__proto__",{"polluted":1}],["constructor",1]]},' +
      '"a":{"$type":"Array","length":0,"entries":[["__proto__",{"polluted":1}]]},' +
      '"e":{"$type":"Error","name":"Error","properties":[["__proto__",{"polluted":1}]]}}';
    const value = good(await load(store, forged(store, "tagged", form, "json"))) as { a: unknown; e: unknown; o: object };
    assert.equal("polluted" in {}, false);
    assert.equal("polluted" in [], false);
    assert.ok(Array.isArray(value.a) && value.e instanceof Error);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(Object.keys(value.o), ["__proto__", "constructor"]);
  });
});

void describe("a manifest that was made up", () => {
  void it("is SW3007 for a materializer that is not known here", async () => {
    for (const name of ["src/a.ts#pickle", "constructor", ""]) {
      assertFailure(await load(store, forged(store, name, "x", "bin")), "SW3007", /is not known here/);
    }
  });

  void it("is SW4005 where kind and content disagree", async (t) => {
    const store = temporaryStore(t);
    assertFailure(await load(store, forged(store, "json", "no JSON", "json")), "SW4005", /not JSON/);
    assertFailure(await load(store, forged(store, "v8", "no clone", "v8")), "SW4005", /Node cannot read it/);
    const folder = await saved(store, { a: new Uint8Array(100_000) });
    for (const materializer of ["npy", "json", "v8", "text"]) {
      assertFailure(await load(store, { ...folder.materialized, materializer }), "SW4005", /damaged/);
    }
    const file = await saved(store, { a: 1n });
    const content = { ...file.materialized.content, files: ["value.json"] };
    assertFailure(await load(store, { ...file.materialized, content }), "SW4005", /damaged|cannot be used/);
  });

  void it("is SW4005 where a file of a folder was changed", async (t) => {
    const store = temporaryStore(t);
    const { materialized } = await saved(store, { a: new Uint8Array(100_000) });
    writeFileSync(join(objectPath(store, materialized.content), "value.json"), "[]");
    assertFailure(await load(store, materialized), "SW4005", /missing or was changed/);
  });
});
