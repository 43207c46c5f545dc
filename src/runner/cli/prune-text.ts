import type { PruneReport } from "../store/prune/prune.ts";
import { oneLine } from "./text/printable.ts";
import { bytes as size, plural } from "./text/units.ts";

/** Names listed before it is said how many more there are. */
const listed = 20;

/** What was deleted, or would be, as lines. */
export function pruneText({ runs, versions, contents, bytes, code, waitsFor }: PruneReport, isDone: boolean): string {
  const lines = [
    ...list(
      "run",
      runs.map(({ name }) => name),
    ),
    ...list("version", versions),
  ];
  const counts = [plural(runs.length, "run"), plural(versions.length, "version"), `${plural(contents, "content")} (${size(bytes)})`];
  if (code > 0) counts.push(plural(code, "code text"));
  lines.push(`${isDone ? "Deleted" : "Would delete"} ${counts.join(", ")}.`);
  if (waitsFor !== undefined) lines.push(`Contents stay while run ${oneLine(waitsFor)} goes on: prune again when it has ended.`);
  return lines.join("\n");
}

function list(what: string, names: readonly string[]): string[] {
  const lines = names.slice(0, listed).map((name) => `${what} ${oneLine(name)}`);
  return names.length > listed ? [...lines, `and ${plural(names.length - listed, `more ${what}`)}`] : lines;
}
