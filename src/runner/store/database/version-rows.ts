import type { ArtifactVersion } from "../../model/artifact.ts";
import type { Preview } from "../../model/preview.ts";
import type { VersionRef } from "../../model/spec.ts";
import type { Database } from "./engine.ts";
import { replaceFacts } from "./facts.ts";
import { run } from "./statements.ts";

/**
 * Rows of artifact versions. A version is heard of from several sides and in any order: its manifest, the run that made it, runs that
 * used it. Each side fills in what is not known yet, and the manifest, which knows most, has the last word; so the order does not matter.
 */

/** What a run record says of a version that one of its steps made. */
export interface MadeVersion extends VersionRef {
  readonly type: string;
  readonly hash: string;
  readonly bytes: number;
  readonly preview: Preview;
  /** Where it is known that this very run made it, and not an earlier one. */
  readonly producer?: { readonly run: string; readonly step: string; readonly output: string } | undefined;
}

const columns = [
  "type",
  "materializer",
  "hash",
  "bytes",
  "extension",
  "value",
  "producer_run",
  "producer_invocation",
  "producer_output",
  "created_at",
];

const upsert = (known: (column: string) => string): string => `
  INSERT INTO versions (artifact, version, number, ${columns.join(", ")}) VALUES (?, ?, ?, ${columns.map(() => "?").join(", ")})
  ON CONFLICT (artifact, version) DO UPDATE SET ${columns.map((column) => `${column} = ${known(column)}`).join(", ")}`;
const fillIn = upsert((column) => `coalesce(${column}, excluded.${column})`);
const overrule = upsert((column) => `coalesce(excluded.${column}, ${column})`);

/** The number of a version that has one: names are never digits alone. */
const numberOf = (version: string): number | undefined => (/^\d+$/.test(version) ? Number(version) : undefined);

const valueOf = (preview: Preview): string | undefined => (preview.kind === "scalar" ? preview.text : undefined);

/** Makes sure that a version which is referred to has a row, though nothing but its name may be known. */
export function mentionVersion(db: Database, { artifact, version }: VersionRef): void {
  run(db, "INSERT INTO artifacts (name) VALUES (?) ON CONFLICT DO NOTHING", [artifact]);
  run(db, "INSERT INTO versions (artifact, version, number) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [
    artifact,
    version,
    numberOf(version),
  ]);
}

/** Applies what a run says of a version. */
export function applyMadeVersion(db: Database, made: MadeVersion): void {
  const { artifact, version, type, hash, bytes, preview, producer } = made;
  run(db, "INSERT INTO artifacts (name) VALUES (?) ON CONFLICT DO NOTHING", [artifact]);
  run(db, fillIn, [
    ...[artifact, version, numberOf(version), type, undefined, hash, bytes, undefined, valueOf(preview)],
    ...[producer?.run, producer?.step, producer?.output, undefined],
  ]);
}

/** Applies the manifest of a version. */
export function applyManifest(db: Database, manifest: ArtifactVersion): void {
  const { artifact, version, type, materializer, content, preview, producer, createdAt, metadata, tags } = manifest;
  run(db, "INSERT INTO artifacts (name) VALUES (?) ON CONFLICT DO NOTHING", [artifact]);
  run(db, overrule, [
    ...[artifact, version, numberOf(version), type, materializer, content.hash, content.bytes, content.extension, valueOf(preview)],
    ...[producer?.run, producer?.step, producer?.output, new Date(createdAt).toISOString()],
  ]);
  replaceFacts(db, { artifact, version }, { metadata, tags });
}
