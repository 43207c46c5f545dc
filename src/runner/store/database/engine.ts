import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type initSqlJs from "sql.js";

/** A SQLite database in memory. */
export type Database = initSqlJs.Database;
/** What a cell can hold. */
export type SqlValue = initSqlJs.SqlValue;

/**
 * Where SQLite's WebAssembly file is: beside our bundle once we are built, in the package's own folder while we run from source.
 */
export function locateWasm(): string {
  const besideBundle = path.join(import.meta.dirname, "sql-wasm.wasm");
  return existsSync(besideBundle) ? besideBundle : createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm");
}

/**
 * SQLite itself. Loading takes about 20 ms, so nothing loads it before a database is really needed; the package keeps what it has
 * loaded, so only the first call of a process pays.
 */
export async function loadEngine(): Promise<initSqlJs.SqlJsStatic> {
  const { default: init } = await import("sql.js");
  return init({ locateFile: locateWasm });
}
