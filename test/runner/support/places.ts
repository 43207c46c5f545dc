import assert from "node:assert/strict";
import path from "node:path";
import type { Location } from "../../../src/runner/model/location.ts";

/** `train.ts:12:9`: where a piece of text stands that the source holds exactly once. */
export const placeOf = (file: string, source: string, piece: string): string => {
  const before = source.split(piece);
  assert.equal(before.length, 2, `"${piece}" does not stand exactly once in ${file}`);
  const lines = (before[0] ?? "").split("\n");
  return `${file}:${String(lines.length)}:${String((lines.at(-1)?.length ?? 0) + 1)}`;
};

/** A place as text, its file relative to the folder. */
export const shownPlace = (folder: string, at: Location | undefined): string =>
  at === undefined ? "nowhere" : `${path.relative(folder, path.resolve(folder, at.file))}:${String(at.line)}:${String(at.column)}`;
