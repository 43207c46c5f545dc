import { stripVTControlCharacters } from "node:util";

/** Marks that turn the reading direction: in a name or value they could make a line of ours say something else. */
const directionMarks = /[\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text of a user (a name, a value, a message) made safe for a terminal: escape sequences and control characters are taken out, so that a
 * stored value can neither move the cursor nor recolour what we print. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .replace(directionMarks, "");
}

/** The same on one line: every run of white space becomes one space. */
export function oneLine(text: string): string {
  return printable(text).replace(/\s+/gu, " ").trim();
}
