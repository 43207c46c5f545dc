import * as z from "zod/mini";
import { RunSummary } from "../../model/record.ts";
import type { RunStatus } from "../../model/status.ts";
import type { Database } from "../database/engine.ts";
import { all } from "../database/statements.ts";

/** Which runs a list holds; what is absent does not narrow it. */
export interface RunFilter {
  readonly pipeline?: string | undefined;
  readonly status?: RunStatus | undefined;
  /** At most so many, the newest. */
  readonly limit?: number | undefined;
}

/** Columns of `runs` under the names of a summary. */
const summaryColumns = "id, name, pipeline, status, started_at AS startedAt, ended_at AS endedAt";

/** Runs, newest first. */
export function listRuns(db: Database, { pipeline, status, limit }: RunFilter): RunSummary[] {
  // A limit of -1 is none.
  return all(
    db,
    `SELECT ${summaryColumns} FROM runs WHERE pipeline = coalesce(?, pipeline) AND status = coalesce(?, status)
     ORDER BY started_at DESC, id DESC LIMIT ?`,
    RunSummary,
    [pipeline, status, limit ?? -1],
  );
}

/** Which runs have an id or a name that begins with `beginning`: at most `limit`, newest first. */
export function runsBeginningWith(db: Database, beginning: string, limit: number): { id: string; name: string }[] {
  return all(
    db,
    `SELECT id, name FROM runs WHERE substr(id, 1, length(?1)) = upper(?1) OR substr(name, 1, length(?1)) = ?1
     ORDER BY started_at DESC, id DESC LIMIT ?2`,
    z.object({ id: z.string(), name: z.string() }),
    [beginning, limit],
  );
}
