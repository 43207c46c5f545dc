import type { ArtifactVersion } from "../model/artifact.ts";
import type { Failure } from "../model/failure.ts";
import type { Json } from "../model/json.ts";
import type { RunRecord } from "../model/record.ts";

/**
 * The shapes that `--json` prints. They are a contract with scripts and other tools, described in docs/cli.md: fields may be added, never
 * renamed or removed. A run is printed as its record stands in the store, events as they stand in the journal.
 */

/** Last line of `run --json`, in place of the run's own final event. */
export interface JsonRunEnd {
  readonly event: "run.completed" | "run.failed" | "run.cancelled";
  readonly run: RunRecord;
}

/** The only line (or the last, after events) of a command that could not do what was asked. */
export interface JsonError {
  readonly error: Failure;
}

/** What `artifact show --json` prints. */
export interface JsonArtifact extends Omit<ArtifactVersion, "artifact" | "content"> {
  readonly name: string;
  readonly bytes: number;
  readonly hash: string;
  /** Relative to the workspace, with `/`. */
  readonly files: readonly string[];
  /** The value itself, where it is JSON and small. */
  readonly value?: Json;
}

/** The last line of `run --json`. */
export function jsonRunEnd(run: RunRecord): JsonRunEnd {
  switch (run.status) {
    case "completed":
      return { event: "run.completed", run };
    case "cancelled":
      return { event: "run.cancelled", run };
    case "failed":
    case "interrupted":
    case "initializing":
    case "running":
      return { event: "run.failed", run };
    default:
      return run.status satisfies never;
  }
}

/** One version of an artifact as `artifact show --json` shows it. */
export function jsonArtifact(version: ArtifactVersion, files: readonly string[], value: Json | undefined): JsonArtifact {
  const { artifact, content, ...rest } = version;
  return { name: artifact, ...rest, bytes: content.bytes, hash: content.hash, files, ...(value !== undefined && { value }) };
}
