import * as z from "zod/mini";
import type { Database } from "../database/engine.ts";
import { all } from "../database/statements.ts";

const ArtifactSummary = z.object({
  name: z.string(),
  /** How many versions can be loaded. */
  versions: z.number(),
  /** The highest number; the newest name where there are only names. */
  latest: z.string(),
  /** Type of the latest version. */
  type: z.string(),
  /** When the latest version was made, ISO 8601 in UTC. */
  createdAt: z.string(),
});
/** An artifact in a list. */
export type ArtifactSummary = z.infer<typeof ArtifactSummary>;

/** Artifacts, by name. */
export function listArtifacts(db: Database): ArtifactSummary[] {
  return all(
    db,
    "SELECT artifact AS name, versions, latest, type, created_at AS createdAt FROM artifact_latest ORDER BY artifact",
    ArtifactSummary,
  );
}
