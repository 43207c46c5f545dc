import type { ArtifactVersion } from "../../model/artifact.ts";
import type { Failure } from "../../model/failure.ts";
import type { RunRecord, RunSummary } from "../../model/record.ts";
import type { Result } from "../../model/result.ts";
import type { Store } from "../store.ts";
import { readVersion } from "../versions.ts";
import { listArtifacts, type ArtifactSummary } from "./artifacts.ts";
import { readLineage, type Lineage } from "./lineage.ts";
import { listPipelines, type PipelineSummary } from "./pipelines.ts";
import { findRun } from "./find-run.ts";
import { listRuns, type RunFilter } from "./runs.ts";
import { View } from "./view.ts";

/**
 * What is known of the past, read as one: the database, the journals that are not in it yet (live runs included), and the manifests
 * of versions. A reader never writes. It sees the store as it was when it first needed the database; open another one to see later things.
 *
 * Methods that need the database return promises, because its engine is loaded only then.
 */
export interface Reader {
  /** Newest first. A run whose process is gone is `interrupted`. */
  listRuns(filter?: RunFilter): Promise<RunSummary[]>;
  /** One run by its id, its name, or a beginning of either that only one run has. Unknown: SW4004. An id or a name needs no database. */
  getRun(reference: string): Promise<Result<RunRecord>>;
  /** By name. */
  listPipelines(): Promise<PipelineSummary[]>;
  /** By name. */
  listArtifacts(): Promise<ArtifactSummary[]>;
  /** One version, the latest where none is named. Unknown: SW4003. Needs no database. */
  getArtifact(name: string, version?: string): Result<ArtifactVersion>;
  /** What a version was made from, and what was made from it, all the way. */
  lineage(artifact: string, version: string): Promise<Lineage>;
  /** What a person should know about the answers, such as a database that a newer version wrote (SW4006). Complete after the first promise. */
  readonly notes: readonly Failure[];
  /** Gives the memory of the database back. The reader cannot be used after it. */
  close(): void;
}

/**
 * A reader of the store. Costs nothing until something is asked.
 *
 * @example
 * const reader = openReader(store);
 * for (const run of await reader.listRuns({ limit: 10 })) console.log(run.name, run.status);
 * reader.close();
 */
export function openReader(store: Store): Reader {
  const view = new View(store);
  return {
    listRuns: async (filter = {}) => listRuns(await view.database(), filter),
    getRun: (reference) => findRun(store, view, reference),
    listPipelines: async () => listPipelines(await view.database()),
    listArtifacts: async () => listArtifacts(await view.database()),
    getArtifact: (name, version) => readVersion(store, name, version),
    lineage: async (artifact, version) => readLineage(await view.database(), { artifact, version }),
    get notes() {
      return view.notes;
    },
    close: () => {
      view.close();
    },
  };
}
