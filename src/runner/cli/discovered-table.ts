import { resolve } from "node:path";
import type { Discovered } from "../model/discovered.ts";
import { table } from "./tables.ts";
import type { Screen } from "./terminal.ts";
import { shownPath, type Places } from "./text/place.ts";
import { oneLine } from "./text/printable.ts";

/** What the sources define, as a table. Pipelines first, because they are what can be run. */
export function discoveredTable(found: readonly Discovered[], places: Places, screen: Screen): string {
  const ordered = [...found.filter((each) => each.kind === "pipeline"), ...found.filter((each) => each.kind === "step")];
  const rows = ordered.map((each) => [
    each.dynamic ? `${each.kind} (dynamic)` : each.kind,
    screen.colors.bold(oneLine(each.name)),
    `${shownPath(resolve(places.workspace, each.file), places.cwd)}:${each.line}`,
    oneLine(each.doc?.split("\n")[0] ?? ""),
  ]);
  return table(["kind", "name", "defined", ""], rows, screen);
}
