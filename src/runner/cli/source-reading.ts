import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { definitions, plainDefinition } from "../analysis/discovery/definitions.ts";
import { FileReader } from "../analysis/discovery/file-reader.ts";
import { relativePath } from "../analysis/place.ts";
import { parse } from "../analysis/project/parse.ts";
import { readSignatures } from "../analysis/signature/cached.ts";
import type { WantedBinding } from "../analysis/signature/signatures.ts";
import { Analyzer } from "../compile/analyzer-client.ts";
import { userCache } from "../compile/user-cache.ts";
import { analyzerEntry, sdkTypes } from "../execute/own-files.ts";
import type { PlacedDefinition } from "../model/discovered.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Signatures } from "../model/signature.ts";

/** A source file that is read and not run. */
export interface ReadFile {
  /** Absolute, without symbolic links. */
  readonly workspace: string;
  readonly reader: FileReader;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly definitions: readonly PlacedDefinition[];
}

/** Reads one file. Fails with SW2002 (no such file) and SW2001 (it does not parse). @param path absolute */
export function readFile(workspaceFolder: string, path: string): Result<ReadFile> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    return err({ code: "SW2002", message: `There is no file ${path}.`, help: "Check the path; it is relative to the current folder." });
  }
  const workspace = realpathSync(workspaceFolder);
  const real = realpathSync(path);
  const file = relativePath(workspace, real);
  const reader = new FileReader(workspace);
  const parsed = parse(real, reader.read(real) ?? "", file);
  if (!parsed.ok) return parsed;
  return ok({ workspace, reader, file, definitions: definitions(workspace, reader, real).map(plainDefinition) });
}

/**
 * What the type checker says of steps and pipelines; asked only where it has not been before, and in bounded time and memory. Fails with
 * SW2010 and SW2011.
 */
export async function signaturesOf(workspace: string, bindings: readonly WantedBinding[]): Promise<Result<Signatures>> {
  if (bindings.length === 0) return ok({ signatures: [], refused: [] });
  const files = [...new Set(bindings.map(({ identity }) => join(workspace, identity.slice(0, identity.lastIndexOf("#")))))];
  const request = { files, workspace, sdkTypes, bindings };
  const cache = userCache();
  const known = readSignatures(cache, request);
  if (known !== undefined) return ok(known);
  const analyzer = new Analyzer(analyzerEntry);
  try {
    return await analyzer.signatures(cache, request);
  } finally {
    await analyzer.close();
  }
}
