import { readFileSync } from "node:fs";
import { topLevelBindings } from "../bindings.ts";
import ts from "../typescript.ts";

/**
 * The binding whose value contains a position: `train`, or `steps.train` where it stands in an object. A program that runs under plain
 * Node knows only where its pipeline was made, from the stack; this gives it its name back.
 *
 * @param file absolute path
 * @param line from 1
 * @param column from 1
 * @returns undefined where the position is in no top-level value, or the file cannot be read
 */
export const bindingAt = (file: string, line: number, column: number): string | undefined => {
  const source = parse(file);
  if (source === undefined || line < 1 || line > source.getLineStarts().length) return undefined;
  const position = source.getPositionOfLineAndCharacter(line - 1, 0) + column - 1;
  // Members come after what holds them: the last one that fits is the narrowest.
  return [...topLevelBindings(source)].findLast(
    ({ value }) => value !== undefined && value.getStart(source) <= position && position < value.end,
  )?.path;
};

const parse = (file: string): ts.SourceFile | undefined => {
  try {
    return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  } catch {
    return undefined;
  }
};
