import { setImmediate } from "node:timers/promises";
import { definitions, type Discovered } from "./definitions.ts";
import { FileReader, packageName } from "./file-reader.ts";
import { sourceFiles } from "./source-files.ts";
import { stemOf } from "./stem.ts";

export type { Discovered } from "./definitions.ts";

/**
 * The steps and pipelines of a workspace, by reading its source: only files that mention the package are parsed, and files that import
 * a house helper (`const myStep = fn => step({ retry }, fn)`) from one of those. What only running the code would tell (a step made
 * by a computed call) is not found here; a run finds it.
 *
 * @param workspace absolute path
 * @param files absolute paths; all source files that no `.gitignore` excludes where left out
 */
export const discover = async (workspace: string, files?: readonly string[]): Promise<Discovered[]> => {
  const asked = files ?? (await sourceFiles(workspace));
  const reader = new FileReader();
  const mentioning = await inTurns(asked, (file) => reader.mentions(file, [packageName]));
  const helpers = mentioning.filter((file) => reader.exportedMakers(file).size > 0).map(stemOf);
  const known = new Set(mentioning);
  const others = helpers.length === 0 ? [] : asked.filter((file) => !known.has(file));
  const using = await inTurns(others, (file) => reader.mentions(file, helpers));
  return [...mentioning, ...using].sort().flatMap((file) => definitions(workspace, reader, file));
};

/** Filters with a pause now and then: whoever else lives in this process goes on. */
const inTurns = async (files: readonly string[], test: (file: string) => boolean): Promise<string[]> => {
  const found: string[] = [];
  for (const [index, file] of files.entries()) {
    if (test(file)) found.push(file);
    if (index % 256 === 255) await setImmediate();
  }
  return found;
};
