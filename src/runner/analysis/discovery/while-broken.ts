import type { Position, Range } from "../../model/range.ts";
import type { FoundDefinition } from "./definitions.ts";

/**
 * What a file defines while it does not parse, as it is most of the time that somebody types: what is found in it, and of what it defined
 * when it last parsed, all that is hidden by the error. Those are where their lines are now, as far as lines above and below the edit tell.
 *
 * @param whole what it defined when it last parsed
 * @param found what the parser finds in spite of the error
 * @param text as it is now
 */
export const whileBroken = (
  whole: readonly FoundDefinition[],
  found: readonly FoundDefinition[],
  text: string,
): readonly FoundDefinition[] => {
  const [first] = whole;
  if (first === undefined) return found;
  const move = mover(first.binding.name.getSourceFile().text.split("\n"), text.split("\n"));
  const identities = new Set(found.map(({ identity }) => identity));
  const taken = new Set(found.map(({ line }) => line));
  const kept = whole
    .filter(({ identity }) => !identities.has(identity))
    .map((definition) => moved(definition, move))
    // Another name in the same line: it was renamed.
    .filter(({ line }) => !taken.has(line));
  return [...found, ...kept].sort((a, b) => a.line - b.line || a.nameRange.start.column - b.nameRange.start.column);
};

const moved = (definition: FoundDefinition, move: (line: number) => number): FoundDefinition => {
  const position = ({ line, column }: Position): Position => ({ line: move(line), column });
  const range = ({ start, end }: Range): Range => ({ start: position(start), end: position(end) });
  return { ...definition, line: move(definition.line), nameRange: range(definition.nameRange), range: range(definition.range) };
};

/** From a line before an edit to where it is after it; lines count from 1. A line that was edited itself stays in its place. */
const mover = (before: readonly string[], after: readonly string[]): ((line: number) => number) => {
  const shorter = Math.min(before.length, after.length);
  let above = 0;
  while (above < shorter && before[above] === after[above]) above++;
  let below = 0;
  while (below < shorter - above && before[before.length - 1 - below] === after[after.length - 1 - below]) below++;
  return (line) => (line > before.length - below ? line + after.length - before.length : Math.min(line, after.length));
};
