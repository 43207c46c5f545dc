import { lstatSync } from "node:fs";
import { codeTextsFolder, isHash } from "../paths.ts";
import type { Store } from "../store.ts";
import { nestedEntries } from "./nested-entries.ts";

/** The text of a step's code that was kept. `path` is absolute, `changedAt` in milliseconds since 1970. */
export interface CodeFile {
  readonly path: string;
  readonly hash: string;
  /** When it was kept, or last found to be the code of a run. */
  readonly changedAt: number;
}

/** Every code text in the store, one after the other. What is not called as we call them is not ours. */
export function* codeFiles(store: Store): Generator<CodeFile> {
  for (const { folder, name, path } of nestedEntries(codeTextsFolder(store))) {
    const hash = name.replace(/\.js$/, "");
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isFile() === true && name !== hash && isHash(hash) && hash.startsWith(folder))
      yield { path, hash, changedAt: found.mtimeMs };
  }
}
