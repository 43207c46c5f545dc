import type * as z from "zod/mini";
import type initSqlJs from "sql.js";
import type { Database, SqlValue } from "./engine.ts";

/** Preparing a statement costs several times more than running it, and one fold runs the same few thousands of times. */
const prepared = new WeakMap<Database, Map<string, initSqlJs.Statement>>();

function prepare(db: Database, sql: string): initSqlJs.Statement {
  const statements = prepared.get(db) ?? new Map<string, initSqlJs.Statement>();
  prepared.set(db, statements);
  const statement = statements.get(sql) ?? db.prepare(sql);
  statements.set(sql, statement);
  return statement;
}

/** Values of a statement, in the order of its question marks. What is absent is NULL. */
export type Parameters = readonly (SqlValue | undefined)[];

const bound = (parameters: Parameters): SqlValue[] => parameters.map((value) => value ?? null);

/** Runs a statement for what it changes. */
export function run(db: Database, sql: string, parameters: Parameters = []): void {
  prepare(db, sql).run(bound(parameters));
}

/** The rows of a query, each decoded by a schema. A cell that is NULL is absent from its row, as an optional property is. */
export function all<T>(db: Database, sql: string, row: z.ZodMiniType<T>, parameters: Parameters = []): T[] {
  const statement = prepare(db, sql);
  try {
    statement.bind(bound(parameters));
    const rows: T[] = [];
    while (statement.step()) {
      const cells = Object.entries(statement.getAsObject()).filter(([, value]) => value !== null);
      rows.push(row.parse(Object.fromEntries(cells)));
    }
    return rows;
  } finally {
    statement.reset();
  }
}

/** Does all of `work` or, when it throws, nothing of it. */
export async function transaction(db: Database, work: () => Promise<void>): Promise<void> {
  db.run("BEGIN");
  try {
    await work();
    db.run("COMMIT");
  } catch (error) {
    db.run("ROLLBACK");
    throw error;
  }
}
