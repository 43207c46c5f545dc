import { packageName } from "./makers.ts";
import { importedStem } from "./stem.ts";

/** What the text of a file says without parsing it. */
export interface Mentions {
  /** It contains the name of the package. */
  readonly ours: boolean;
  /** The stems of what it may import from the project. Empty where it is `ours`: such a file is parsed anyway. */
  readonly imports: readonly string[];
}

/** `"./house.js"`, `'..'`, `"@/house"`, `"#lib/house"`, `"~/house"`: what is quoted and may lead to a file of the project. */
const quotedPath = /["']([.@~#][^"'\n]*)["']/g;

/** This is done to each file of a workspace, so it only searches. */
export const mentionsOf = (file: string, text: string): Mentions => {
  if (text.includes(packageName)) return ours;
  let imports: string[] | undefined;
  for (const [, specifier = ""] of text.matchAll(quotedPath)) {
    const stem = importedStem(file, specifier);
    if (imports === undefined) imports = [stem];
    else if (!imports.includes(stem)) imports.push(stem);
  }
  return imports === undefined ? neither : { ours: false, imports };
};

const ours: Mentions = { ours: true, imports: [] };
const neither: Mentions = { ours: false, imports: [] };
