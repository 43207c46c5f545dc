import * as z from "zod/mini";
import type { RunSummary } from "../../model/record.ts";
import type { Database } from "../database/engine.ts";
import { all } from "../database/statements.ts";
import { listRuns } from "./runs.ts";

const PipelineRow = z.object({
  name: z.string(),
  /** File and binding, as the latest run had them. */
  identity: z.string(),
  /** Relative to the workspace, with `/`. */
  file: z.string(),
  doc: z.optional(z.string()),
  /** How many runs there are. */
  runs: z.number(),
});

/** A pipeline that was run at least once. */
export type PipelineSummary = z.infer<typeof PipelineRow> & { readonly latest: RunSummary | undefined };

/** Pipelines, by name. */
export function listPipelines(db: Database): PipelineSummary[] {
  const rows = all(
    db,
    "SELECT name, identity, file, doc, (SELECT count(*) FROM runs WHERE runs.pipeline = pipelines.name) AS runs FROM pipelines ORDER BY name",
    PipelineRow,
  );
  return rows.map((row) => ({ ...row, latest: listRuns(db, { pipeline: row.name, limit: 1 })[0] }));
}
