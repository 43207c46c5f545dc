import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { saveNow } from "../../../src/runner/store/materialize/index.ts";
import { objectPath } from "../../../src/runner/store/objects.ts";
import {
  assertRoundTrip,
  good,
  overwrite,
  roundTrip,
  saved,
  temporaryFolder,
  fileStore,
  temporaryStore,
  assertFailure,
} from "./support.ts";
import { load } from "../../../src/runner/store/materialize/index.ts";

const store = fileStore();

void describe("plain JSON", () => {
  void it("is a compact .json file with keys in their own order", async () => {
    const { materialized, inline } = await saved(store, { b: [1, 2], a: "x" });
    assert.equal(materialized.materializer, "json");
    assert.equal(materialized.content.extension, "json");
    assert.equal(readFileSync(objectPath(store, materialized.content), "utf8"), '{"b":[1,2],"a":"x"}');
    assert.equal(inline, '{"b":[1,2],"a":"x"}');
  });

  void it("gives the same content for the same value", async () => {
    const first = await saved(store, { a: 1, b: [true, null] });
    const second = await saved(store, { a: 1, b: [true, null] });
    assert.deepEqual(second, first);
  });

  for (const value of [null, true, 0, 1.5, "", [], {}, [[], {}], { a: { b: [null] } }]) {
    void it(`keeps ${JSON.stringify(value)}`, async () => {
      await assertRoundTrip(store, value);
    });
  }

  void it("keeps an own key __proto__ without touching a prototype", async () => {
    const value: unknown = JSON.parse('{"__proto__":{"polluted":true},"a":1}');
    await assertRoundTrip(store, value);
    assert.equal("polluted" in {}, false);
  });

  void it("takes objects without a prototype for plain ones", async () => {
    const value: unknown = Object.assign(Object.create(null) as object, { a: 1 });
    assert.deepStrictEqual(await roundTrip(store, value), { a: 1 });
  });

  void it("needs no escape for what looks like a tag", async () => {
    const value = { $type: "Date", value: "2024" };
    assert.equal((await saved(store, value)).materialized.materializer, "json");
    await assertRoundTrip(store, value);
  });

  void it("sends along what is at most 16 kB, and no more", async () => {
    const fits = "x".repeat(16 * 1024 - 4);
    assert.equal((await saved(store, [fits])).inline, JSON.stringify([fits]));
    assert.equal("inline" in (await saved(store, [`${fits}x`])), false);
  });

  void it("is saved without waiting", () => {
    const result = saveNow(store, { a: 1 }, { output: "result" });
    assert.equal(result?.ok, true);
  });

  void it("is SW4005 when the file was changed", async (t) => {
    const store = temporaryStore(t);
    const { materialized } = await saved(store, { a: 1 });
    overwrite(store, materialized, '{"a":2}');
    assertFailure(await load(store, materialized), "SW4005", /missing or damaged/);
  });

  void it("reports a store that is gone", async (t) => {
    const folder = temporaryFolder(t);
    const { materialized } = await saved(temporaryStore(t), [1]);
    assertFailure(await load({ root: folder, workspace: folder }, materialized), "SW4005", /missing or damaged/);
    assert.ok(good(await load(temporaryStore(t), materialized, { inline: "[1]" })));
  });
});
