import { packageName } from "./makers.ts";
import { importedStem } from "./stem.ts";

/** What the text of a file says without parsing it. */
export interface Mentions {
  /** It contains the name of the package. */
  readonly ours: boolean;
  /** The stems of what it may import from the project. Empty where it is `ours`: such a file is parsed anyway. */
  readonly imports: readonly string[];
}

/** What may begin an import of a file of the project: `"./house.js"`, `'..'`, `"@/house"`, `"#lib/house"`, `"~/house"`. */
const quotedPath = /["'][.@~#]/g;

/** This is done to each file of a workspace, so it only searches, and cuts out as little as it can. */
export const mentionsOf = (file: string, text: string): Mentions => {
  if (text.includes(packageName)) return ours;
  let imports: string[] | undefined;
  quotedPath.lastIndex = 0;
  while (quotedPath.test(text)) {
    const start = quotedPath.lastIndex - 1;
    const end = text.indexOf(text[start - 1] ?? "", start);
    if (end < 0) break;
    // A longer text, or one that runs over the end of its line, is no import.
    if (end - start > longestPath) continue;
    const specifier = text.slice(start, end);
    if (specifier.includes("\n")) continue;
    quotedPath.lastIndex = end + 1;
    const stem = importedStem(file, specifier);
    if (imports === undefined) imports = [stem];
    else if (!imports.includes(stem)) imports.push(stem);
  }
  return imports === undefined ? neither : { ours: false, imports };
};

const longestPath = 500;
const ours: Mentions = { ours: true, imports: [] };
const neither: Mentions = { ours: false, imports: [] };
