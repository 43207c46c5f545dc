import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import type { Result } from "../../../src/runner/model/result.ts";
import "../user-folder.ts";
import { createStore, type Store } from "../../../src/runner/store/store.ts";

/** The value of a result that must be good. */
export function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** A store in a folder of its own, which is removed after the test. */
export function temporaryStore(t: TestContext): Store {
  const folder = mkdtempSync(path.join(tmpdir(), "stepwright-database-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return good(createStore(folder));
}
