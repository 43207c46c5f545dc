import * as z from "zod/mini";
import type { VersionRef } from "../../model/spec.ts";
import type { Database } from "../database/engine.ts";
import { all } from "../database/statements.ts";

/** One invocation read `from` at `input` and made `to`, which is absent where it made nothing. */
export interface LineageLink {
  readonly from: VersionRef;
  readonly to?: VersionRef;
  readonly run: string;
  readonly invocation: string;
  /** Path of the input: `data`, `xs[0]`, `config.model`. */
  readonly input: string;
  /** Absent where nothing was made, or it was saved under no output. */
  readonly output?: string;
}

/** The links that lead to a version, and those that lead away from it, nearest first. Direct neighbours are the links with the version itself. */
export interface Lineage {
  readonly upstream: readonly LineageLink[];
  readonly downstream: readonly LineageLink[];
}

const LinkRow = z.object({
  fromArtifact: z.string(),
  fromVersion: z.string(),
  toArtifact: z.optional(z.string()),
  toVersion: z.optional(z.string()),
  runId: z.string(),
  invocation: z.string(),
  input: z.string(),
  output: z.optional(z.string()),
});

/** Follows the lineage both ways to its ends. A version that nothing is known of has none. */
export function readLineage(db: Database, version: VersionRef): Lineage {
  return { upstream: follow(db, version, "to", "from"), downstream: follow(db, version, "from", "to") };
}

/** Links breadth first: the end `near` of a link touches what was reached, its end `far` is reached by it. */
function follow(db: Database, start: VersionRef, near: "from" | "to", far: "from" | "to"): LineageLink[] {
  const links: LineageLink[] = [];
  // A set keeps its order and may grow while it is walked: it is the queue as well.
  const reached = new Set([keyOf(start)]);
  for (const key of reached) {
    const [artifact = "", version = ""] = key.split(separator);
    const rows = all(db, linksAt(near), LinkRow, [artifact, version]);
    for (const link of rows.map(toLink)) {
      links.push(link);
      const next = link[far];
      if (next !== undefined) reached.add(keyOf(next));
    }
  }
  return links;
}

/** Neither names of artifacts nor of versions hold control characters. */
const separator = "\0";
const keyOf = ({ artifact, version }: VersionRef): string => `${artifact}${separator}${version}`;

const linksAt = (end: "from" | "to"): string => `
  SELECT from_artifact AS fromArtifact, from_version AS fromVersion, to_artifact AS toArtifact, to_version AS toVersion,
    run_id AS runId, invocation, input, output
  FROM lineage WHERE ${end}_artifact = ? AND ${end}_version = ?
  ORDER BY run_id, invocation, input, to_artifact, to_version`;

function toLink(row: z.infer<typeof LinkRow>): LineageLink {
  return {
    from: { artifact: row.fromArtifact, version: row.fromVersion },
    ...(row.toArtifact !== undefined && row.toVersion !== undefined && { to: { artifact: row.toArtifact, version: row.toVersion } }),
    run: row.runId,
    invocation: row.invocation,
    input: row.input,
    ...(row.output !== undefined && { output: row.output }),
  };
}
