import { writeSignatures } from "../analysis/signature/cached.ts";
import type { ReadSignatures, SignatureRequest } from "../analysis/signature/signatures.ts";
import { WarmChecker } from "../analysis/signature/warm-checker.ts";
import type { Result } from "../model/result.ts";

/** A checker for each workspace: what is parsed under one configuration is of no use under another. */
const checkers = new Map<string, { readonly checker: WarmChecker; unsaved: ReadonlyMap<string, string> }>();

/**
 * Reads signatures with a checker that stays warm. What was read from the disk alone is kept for runs as well.
 *
 * @param unsaved all texts that stand in place of files, by absolute path
 */
export const warmSignatures = (
  cache: string,
  request: SignatureRequest,
  unsaved: ReadonlyMap<string, string>,
  tell: (identity: string) => void,
): Result<ReadSignatures> => {
  const known = checkers.get(request.workspace) ?? { checker: new WarmChecker(), unsaved: new Map<string, string>() };
  checkers.set(request.workspace, known);
  for (const file of known.unsaved.keys()) if (!unsaved.has(file)) known.checker.setUnsaved(file, undefined);
  for (const [file, text] of unsaved) known.checker.setUnsaved(file, text);
  known.unsaved = unsaved;
  const read = known.checker.read(request, tell);
  if (read.ok && !Object.keys(read.value.sources.files).some((file) => unsaved.has(file))) writeSignatures(cache, request, read.value);
  return read;
};
