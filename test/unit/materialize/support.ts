import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, type TestContext } from "node:test";
import type { Materialized } from "../../../src/runner/model/artifact.ts";
import type { FailureCode } from "../../../src/runner/model/failure.ts";
import type { Result } from "../../../src/runner/model/result.ts";
import { load, save, type LoadOptions, type SaveOptions, type Saved } from "../../../src/runner/store/materialize/index.ts";
import { objectPath, writeObject } from "../../../src/runner/store/objects.ts";
import "../user-folder.ts";
import { createStore, type Store } from "../../../src/runner/store/store.ts";

/** A folder of its own for a test, removed after it. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-materialize-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A store of its own for a test, removed after it. */
export function temporaryStore(t: TestContext): Store {
  return good(createStore(temporaryFolder(t)));
}

/** One store for all tests of a file that do not mind each other; removed after them. */
export function fileStore(): Store {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-materialize-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return good(createStore(folder));
}

/** The value of a result that must be good. */
export function good<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? "" : `${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** Asserts that a result is bad, with this code and message, and gives its help. */
export function assertFailure(result: Result<unknown>, code: FailureCode, message: RegExp): string {
  assert.ok(!result.ok, "expected a failure");
  assert.equal(result.error.code, code);
  assert.match(result.error.message, message);
  return result.error.help;
}

/** Saves the value as output `result`, which must succeed. */
export async function saved(store: Store, value: unknown, options: Partial<SaveOptions> = {}): Promise<Saved> {
  return good(await save(store, value, { output: "result", ...options }));
}

/** Loads what was saved, from its file. */
export async function loaded(store: Store, { materialized }: Saved, options: LoadOptions = {}): Promise<unknown> {
  return good(await load(store, materialized, options));
}

/** What the value is after it was stored and loaded, from its file and from the message; both must be the same. */
export async function roundTrip(store: Store, value: unknown): Promise<unknown> {
  const kept = await saved(store, value);
  const fromFile = await loaded(store, kept);
  if (kept.inline !== undefined) assert.deepStrictEqual(await loaded(store, kept, { inline: kept.inline }), fromFile);
  return fromFile;
}

/** Asserts that a value comes back strictly equal: prototypes, `-0`, own keys and identities inside counted. */
export async function assertRoundTrip(store: Store, value: unknown): Promise<void> {
  assert.deepStrictEqual(await roundTrip(store, value), value);
}

/** A manifest for bytes that someone else wrote into the store, whose hash is right. */
export function forged(store: Store, materializer: string, bytes: string | Uint8Array, extension: string): Materialized {
  const content = good(writeObject(store, bytes, extension));
  return { materializer, content, preview: { kind: "opaque", text: "" }, metadata: {} };
}

/** Changes the stored file behind the store's back. */
export function overwrite(store: Store, { content }: Materialized, bytes: string | Uint8Array): void {
  writeFileSync(objectPath(store, content), bytes);
}
