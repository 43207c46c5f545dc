import * as z from "zod/mini";
import type { Database } from "./engine.ts";
import { tables } from "./schema.ts";
import { all } from "./statements.ts";
import { views } from "./views.ts";

/** What takes a database from each version to the next: the first entry makes version 1 out of an empty file. Entries are only ever added. */
const migrations: readonly string[] = [`${tables}${views}`];

/** The version that this code writes. */
export const schemaVersion = migrations.length;

/** Marks the file as ours in SQLite's own header: the letters `SWdb`. */
export const applicationId = 0x53576462;

/** Brings a database of this or an earlier version to this one. All of it happens, or nothing. */
export function migrate(db: Database): void {
  const from = all(db, "PRAGMA user_version", z.object({ user_version: z.number() }))[0]?.user_version ?? 0;
  if (from === schemaVersion) return;
  db.exec(
    [
      "BEGIN",
      ...migrations.slice(from),
      `PRAGMA application_id = ${String(applicationId)}`,
      `PRAGMA user_version = ${String(schemaVersion)}`,
      "COMMIT",
    ].join(";\n"),
  );
}
