import type { JsonObject } from "../../model/json.ts";
import type { VersionRef } from "../../model/spec.ts";
import type { Database } from "./engine.ts";
import { type Parameters, run } from "./statements.ts";

/** What metadata and tags belong to. */
type Subject = { readonly run: string; readonly invocation?: string } | VersionRef;

/** What is said of a subject. */
export interface Facts {
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
}

/** Adds the metadata and tags of a subject that has none yet. A tag counts once. */
export function insertFacts(db: Database, subject: Subject, { metadata, tags }: Facts): void {
  const { columns, values } = keyOf(subject);
  for (const [key, value] of Object.entries(metadata))
    run(db, `INSERT INTO metadata (${columns}, key, value) VALUES (?, ?, ?, ?)`, [...values, key, JSON.stringify(value)]);
  for (const tag of new Set(tags)) run(db, `INSERT INTO tags (${columns}, tag) VALUES (?, ?, ?)`, [...values, tag]);
}

/** Makes the metadata and tags of a version these, whatever they were. */
export function replaceFacts(db: Database, version: VersionRef, facts: Facts): void {
  for (const table of ["metadata", "tags"])
    run(db, `DELETE FROM ${table} WHERE artifact = ? AND version = ?`, [version.artifact, version.version]);
  insertFacts(db, version, facts);
}

function keyOf(subject: Subject): { readonly columns: string; readonly values: Parameters } {
  return "run" in subject
    ? { columns: "run_id, invocation", values: [subject.run, subject.invocation] }
    : { columns: "artifact, version", values: [subject.artifact, subject.version] };
}
