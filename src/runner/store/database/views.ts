/** Seconds between two ISO times, as SQL. */
const seconds = (from: string, to: string): string => `round((julianday(${to}) - julianday(${from})) * 86400, 3)`;

/** The views of version 1: what a person who opens the file asks first, and what our own queries read. */
export const views = `
CREATE VIEW run_overview AS
SELECT
  runs.id,
  runs.name,
  runs.pipeline,
  runs.status,
  runs.started_at,
  runs.ended_at,
  ${seconds("runs.started_at", "runs.ended_at")} AS seconds,
  count(steps.invocation) AS steps,
  count(steps.invocation) FILTER (WHERE steps.status = 'completed') AS completed,
  count(steps.invocation) FILTER (WHERE steps.status = 'cached') AS cached,
  count(steps.invocation) FILTER (WHERE steps.status = 'failed') AS failed,
  runs.error_message
FROM runs LEFT JOIN steps ON steps.run_id = runs.id
GROUP BY runs.id;

CREATE VIEW step_overview AS
SELECT
  steps.run_id,
  runs.name AS run,
  runs.pipeline,
  steps.position,
  steps.invocation,
  steps.step,
  steps.status,
  steps.started_at,
  steps.ended_at,
  ${seconds("steps.started_at", "steps.ended_at")} AS seconds,
  (SELECT count(*) FROM attempts WHERE attempts.run_id = steps.run_id AND attempts.invocation = steps.invocation) AS attempts,
  steps.cached_from_run,
  steps.error_message
FROM steps JOIN runs ON runs.id = steps.run_id;

CREATE VIEW artifact_latest AS
-- The latest version is the one with the highest number; an artifact that has only named versions shows the newest of them (a day of
-- the Julian calendar, divided so that it comes before the number 1). Columns beside a max() are those of the row that has it: lang_select.html, 2.4.
-- Versions whose manifest is lost are not counted: their values cannot be loaded any more.
SELECT
  artifact,
  count(*) AS versions,
  version AS latest,
  type,
  materializer,
  bytes,
  value,
  producer_run,
  producer_invocation,
  created_at
FROM versions
WHERE materializer IS NOT NULL
GROUP BY artifact
HAVING max(coalesce(number, julianday(created_at) / 1e9)) > 0;

CREATE VIEW lineage AS
-- One row says: this invocation read that version and made this one. to_artifact is absent where it made nothing.
-- A cached invocation did not read anything; its results stand under the invocation that made them.
SELECT
  taken.artifact AS from_artifact,
  taken.version AS from_version,
  taken.name AS input,
  taken.run_id,
  taken.invocation,
  made.producer_output AS output,
  made.artifact AS to_artifact,
  made.version AS to_version
FROM edges AS taken
JOIN steps ON steps.run_id = taken.run_id AND steps.invocation = taken.invocation AND steps.status <> 'cached'
LEFT JOIN versions AS made ON made.producer_run = taken.run_id AND made.producer_invocation = taken.invocation
WHERE taken.role = 'input';
`;
