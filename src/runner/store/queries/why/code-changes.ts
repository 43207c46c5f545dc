import { structuredPatch } from "diff";
import type { Reason } from "../../../model/why.ts";
import { codePieces, type CodePiece } from "./code-pieces.ts";

/** Lines around a change, and of a whole diff. */
const context = 2;
const longest = 200;

/** Which functions, classes and constants are others in the code of a step than they were before, each with what changed in it. */
export function codeChanges(before: string, now: string): Reason[] {
  const earlier = byKey(codePieces(before));
  const later = byKey(codePieces(now));
  const changed = [...later].flatMap(([key, piece]): Reason[] => {
    const was = earlier.get(key);
    if (was?.text === piece.text) return [];
    return [reason(piece, was === undefined ? "is new" : "changed", diffOf(was?.text ?? "", piece.text))];
  });
  const gone = [...earlier].flatMap(([key, piece]) => (later.has(key) ? [] : [reason(piece, "is gone", diffOf(piece.text, ""))]));
  return [...changed, ...gone];
}

function reason({ file, name }: CodePiece, what: string, diff: string): Reason {
  return { part: "code", name, detail: name === file ? what : `in ${file} ${what}`, file, diff };
}

/** Pieces of one name in one file, such as what a file does besides declaring things, count as one. */
function byKey(pieces: readonly CodePiece[]): Map<string, CodePiece> {
  const found = new Map<string, CodePiece>();
  for (const piece of pieces) {
    const key = `${piece.file}#${piece.name}`;
    const other = found.get(key);
    found.set(key, other === undefined ? piece : { ...piece, text: `${other.text}\n${piece.text}` });
  }
  return found;
}

function diffOf(before: string, now: string): string {
  const ended = (text: string): string => (text === "" ? "" : `${text}\n`);
  const { hunks } = structuredPatch("", "", ended(before), ended(now), undefined, undefined, { context });
  const lines = hunks.flatMap((hunk, index) => (index === 0 ? hunk.lines : [" …", ...hunk.lines]));
  return [...lines.slice(0, longest), ...(lines.length > longest ? [" …"] : [])].join("\n");
}
