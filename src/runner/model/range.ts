import type { Location } from "./location.ts";

/** A place between two characters of a source file. Lines and columns count from 1; a column counts UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A piece of a source file. `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A piece of a named file, its path relative to the workspace, with `/`. */
export interface FileRange {
  readonly file: string;
  readonly range: Range;
}

/** Where a piece begins. */
export const startOf = ({ file, range }: FileRange): Location => ({ file, ...range.start });
