/**
 * The tables of version 1. Comments inside the text stay in the file: whoever opens the database with another tool reads them there.
 *
 * Keys are the store's own names (run ids, invocation ids, artifact names) and nothing is numbered by the order of arrival, so the same
 * runs give the same rows in whatever order they come. What a row refers to in another run carries no foreign key, because that run may
 * come later or may have been pruned. Previews and recorded graphs stay in the files: they are large, and read one at a time. There are
 * only the indexes that our own queries and the foreign keys need, because the file is written whole.
 */
export const tables = `
CREATE TABLE pipelines (
  name TEXT NOT NULL PRIMARY KEY,
  identity TEXT NOT NULL,         -- file and binding, as its latest run had them
  file TEXT NOT NULL,
  doc TEXT,
  latest_run TEXT NOT NULL        -- the run that these facts come from
) WITHOUT ROWID;

CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  pipeline TEXT NOT NULL REFERENCES pipelines (name),
  status TEXT NOT NULL,           -- running, completed, failed, cancelled, interrupted …
  started_at TEXT NOT NULL,       -- times are ISO 8601 in UTC
  ended_at TEXT,
  parameters TEXT NOT NULL,       -- JSON object
  error_code TEXT,
  error_message TEXT,
  warnings TEXT NOT NULL,         -- JSON list of texts
  host TEXT NOT NULL,
  node TEXT NOT NULL,             -- version of Node
  platform TEXT NOT NULL,
  stepwright TEXT NOT NULL        -- version of Stepwright
) WITHOUT ROWID;
CREATE INDEX runs_by_start ON runs (started_at);
CREATE INDEX runs_by_pipeline ON runs (pipeline, started_at);
CREATE INDEX runs_by_name ON runs (name);

CREATE TABLE run_outputs (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  artifact TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (run_id, name),
  FOREIGN KEY (artifact, version) REFERENCES versions (artifact, version)
) WITHOUT ROWID;

CREATE TABLE steps (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  invocation TEXT NOT NULL,       -- unique in the run: the step's name, or name_2 …
  position INTEGER NOT NULL,      -- order of the calls, from 0
  step TEXT NOT NULL,
  status TEXT NOT NULL,           -- pending, running, completed, cached, failed, skipped …
  started_at TEXT,
  ended_at TEXT,
  parameters TEXT NOT NULL,       -- JSON object
  cache_key TEXT,
  cached_from_run TEXT,           -- the run that made the outputs of a cached step
  cached_from_invocation TEXT,
  skipped_because TEXT,           -- JSON list of invocations
  error_code TEXT,
  error_message TEXT,
  PRIMARY KEY (run_id, invocation)
) WITHOUT ROWID;

CREATE TABLE attempts (
  run_id TEXT NOT NULL,
  invocation TEXT NOT NULL,
  attempt INTEGER NOT NULL,       -- from 1
  status TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  error_code TEXT,
  error_message TEXT,
  log TEXT NOT NULL,              -- relative to .stepwright/
  PRIMARY KEY (run_id, invocation, attempt),
  FOREIGN KEY (run_id, invocation) REFERENCES steps (run_id, invocation) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE artifacts (
  name TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE versions (
  artifact TEXT NOT NULL REFERENCES artifacts (name),
  version TEXT NOT NULL,          -- a number as text, or a given name
  number INTEGER,                 -- the number, where it is one
  type TEXT,                      -- absent, like all that follows, while only the name of the version is known
  materializer TEXT,              -- how it is stored; absent where the manifest is lost
  hash TEXT,                      -- SHA-256 of the content
  bytes INTEGER,
  extension TEXT,                 -- of artifacts/objects/<hh>/<hash>.<extension>; absent for a folder
  value TEXT,                     -- as a person would write it, where it is a number, a short text or the like
  producer_run TEXT,              -- absent where a person saved it outside a run
  producer_invocation TEXT,
  producer_output TEXT,
  created_at TEXT,                -- absent where the manifest is lost
  PRIMARY KEY (artifact, version)
) WITHOUT ROWID;
CREATE INDEX versions_by_producer ON versions (producer_run, producer_invocation);

CREATE TABLE edges (              -- lineage: which invocation took or gave which version
  run_id TEXT NOT NULL,
  invocation TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('input', 'output')),
  name TEXT NOT NULL,             -- of the output, or the path of the input: data, xs[0], config.model
  artifact TEXT NOT NULL,
  version TEXT NOT NULL,
  from_output TEXT,               -- INVOCATION.OUTPUT of the same run, where an input comes from one
  PRIMARY KEY (run_id, invocation, role, name),
  FOREIGN KEY (run_id, invocation) REFERENCES steps (run_id, invocation) ON DELETE CASCADE,
  FOREIGN KEY (artifact, version) REFERENCES versions (artifact, version)
) WITHOUT ROWID;
CREATE INDEX edges_by_version ON edges (artifact, version) WHERE role = 'input';

CREATE TABLE metadata (           -- of a run, of an invocation, or of an artifact version
  run_id TEXT REFERENCES runs (id) ON DELETE CASCADE,
  invocation TEXT,
  artifact TEXT,
  version TEXT,
  key TEXT NOT NULL,
  value TEXT NOT NULL,            -- JSON
  CHECK ((run_id IS NULL) <> (artifact IS NULL)),
  FOREIGN KEY (run_id, invocation) REFERENCES steps (run_id, invocation) ON DELETE CASCADE,
  FOREIGN KEY (artifact, version) REFERENCES versions (artifact, version)
);
CREATE INDEX metadata_by_run ON metadata (run_id, invocation) WHERE run_id IS NOT NULL;
CREATE INDEX metadata_by_version ON metadata (artifact, version) WHERE artifact IS NOT NULL;

CREATE TABLE tags (               -- of a run, of an invocation, or of an artifact version
  run_id TEXT REFERENCES runs (id) ON DELETE CASCADE,
  invocation TEXT,
  artifact TEXT,
  version TEXT,
  tag TEXT NOT NULL,
  CHECK ((run_id IS NULL) <> (artifact IS NULL)),
  FOREIGN KEY (run_id, invocation) REFERENCES steps (run_id, invocation) ON DELETE CASCADE,
  FOREIGN KEY (artifact, version) REFERENCES versions (artifact, version)
);
CREATE INDEX tags_by_run ON tags (run_id, invocation) WHERE run_id IS NOT NULL;
CREATE INDEX tags_by_version ON tags (artifact, version) WHERE artifact IS NOT NULL;

CREATE TABLE manifest_folders (   -- bookkeeping: how far each folder of artifacts/versions/ has been read
  folder TEXT NOT NULL PRIMARY KEY,
  complete_to INTEGER NOT NULL,   -- numbers up to this one have been read
  changed_at TEXT NOT NULL        -- when the folder had last changed then; nanoseconds since 1970
) WITHOUT ROWID;
`;
