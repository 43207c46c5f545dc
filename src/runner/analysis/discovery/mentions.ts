import { packageName } from "./makers.ts";
import { importedStem } from "./stem.ts";

/** What the text of a file says without parsing it. */
export interface Mentions {
  /** It contains the name of the package. */
  readonly ours: boolean;
  /** The stems of what it may import from the project. Empty where it is `ours`: such a file is parsed anyway. */
  readonly imports: readonly string[];
}

/** The name of the package, or what may begin an import of a file: `"./house.js"`, `'..'`, `"@/house"`, `"#lib/house"`, `"~/house"`. */
const telling = new RegExp(`${packageName}|["'][.@~#]`, "g");

/** This is done to each file of a workspace, so it only searches, and once. */
export const mentionsOf = (file: string, text: string): Mentions => {
  let imports: string[] | undefined;
  telling.lastIndex = 0;
  while (telling.test(text)) {
    const start = telling.lastIndex - 1;
    const quote = text[start - 1];
    if (quote !== '"' && quote !== "'") return ours;
    const end = text.indexOf(quote, start);
    const specifier = text.slice(start, end);
    // A text that runs over the end of its line is none.
    if (end < 0 || specifier.includes("\n")) continue;
    if (specifier.includes(packageName)) return ours;
    telling.lastIndex = end + 1;
    const stem = importedStem(file, specifier);
    if (imports === undefined) imports = [stem];
    else if (!imports.includes(stem)) imports.push(stem);
  }
  return imports === undefined ? neither : { ours: false, imports };
};

const ours: Mentions = { ours: true, imports: [] };
const neither: Mentions = { ours: false, imports: [] };
