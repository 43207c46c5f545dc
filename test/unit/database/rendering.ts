import { DatabaseSync } from "node:sqlite";
import type { Database } from "../../../src/runner/store/database/engine.ts";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import type { Store } from "../../../src/runner/store/store.ts";

const isTable = "type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'manifest_folders'";

/** Every row of every table as text, one a line, in order: two databases that say the same have the same text. */
export function contentOf(db: Database): string[] {
  const rowsOf = (sql: string): unknown[][] => db.exec(sql)[0]?.values ?? [];
  return rowsOf(`SELECT name FROM sqlite_schema WHERE ${isTable} ORDER BY name`).flatMap(([table]) =>
    rowsOf(`SELECT * FROM ${String(table)}`)
      .map((row) => `${String(table)} ${JSON.stringify(row)}`)
      .sort(),
  );
}

/** The answer of the database file, as Node's own SQLite reads it: rows as texts with bars between. */
export function ask(store: Store, sql: string): string[] {
  const db = new DatabaseSync(databasePath(store), { readOnly: true });
  try {
    return db
      .prepare(sql)
      .all()
      .map((row) => Object.values(row).map(String).join(" | "));
  } finally {
    db.close();
  }
}
