import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Location } from "../../model/location.ts";

/** Where a person stands: places are shown relative to `cwd`, and those of the model are relative to the `workspace`. */
export interface Places {
  readonly cwd: string;
  readonly workspace: string;
}

/** A path as a person at `cwd` would type it; absolute where that would climb out of `cwd`. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === "" || short === ".." || short.startsWith(`..${sep}`) || isAbsolute(short) ? path : short;
}

/** The absolute path of a place of the model. */
export function absolutePath(location: Pick<Location, "file">, places: Places): string {
  return resolve(places.workspace, location.file);
}

/** `src/train.ts:12:9`, the form that terminals and editors make clickable. */
export function placeText(location: Location, places: Places): string {
  return `${shownPath(absolutePath(location, places), places.cwd)}:${location.line}:${location.column}`;
}
