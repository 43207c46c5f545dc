import type { ArtifactVersion } from "../model/artifact.ts";
import type { Failure } from "../model/failure.ts";
import type { RunRecord, RunSummary } from "../model/record.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { ArtifactSummaryFacts } from "../model/service.ts";
import { openReader, type Reader } from "../store/queries/reader.ts";
import { readRecord } from "../store/records.ts";
import { findStore, type Store } from "../store/store.ts";
import { listVersions, readVersion } from "../store/versions.ts";
import type { LiveRuns } from "./live-runs.ts";

/** Records are kept so that a hover answers at once; this many runs. */
const mostKept = 64;

/**
 * What is known of the past of a workspace. Answers come from one copy of the database as long as nothing has changed, and the record of a
 * run that goes on from its journal as it was last read.
 */
export class History {
  readonly #workspace: string;
  readonly #live: LiveRuns;
  readonly #onTrouble: (failure: Failure) => void;
  readonly #records = new Map<string, RunRecord>();
  readonly #told = new Set<string>();
  #reader: Reader | undefined;
  #latest: Promise<readonly RunSummary[]> | undefined;

  /** @param onTrouble is called once for each code of what a person should know about the answers */
  constructor(workspace: string, live: LiveRuns, onTrouble: (failure: Failure) => void) {
    this.#workspace = workspace;
    this.#live = live;
    this.#onTrouble = onTrouble;
  }

  /** The store has changed: the next question reads it anew. */
  changed(): void {
    this.#reader?.close();
    this.#reader = undefined;
    this.#latest = undefined;
  }

  close(): void {
    this.changed();
    this.#records.clear();
  }

  /** Newest first. */
  async runs(filter: { readonly pipeline?: string | undefined; readonly limit: number }): Promise<readonly RunSummary[]> {
    return (await this.#query((reader) => reader.listRuns(filter))) ?? [];
  }

  /** The newest run of each pipeline that was run. */
  latest(): Promise<readonly RunSummary[]> {
    return (this.#latest ??= this.#readLatest());
  }

  async #readLatest(): Promise<readonly RunSummary[]> {
    const pipelines = (await this.#query((reader) => reader.listPipelines())) ?? [];
    return pipelines.flatMap(({ latest }) => latest ?? []).sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  /** A run by its id. SW4004 for an unknown one. */
  async run(id: string): Promise<Result<RunRecord>> {
    const live = this.#live.record(id);
    if (live !== undefined) return ok(live);
    const kept = this.#records.get(id);
    if (kept !== undefined) return ok(kept);
    const store = this.store;
    const recorded = store && readRecord(store, id);
    if (recorded?.ok === true) {
      this.#keep(recorded.value);
      return recorded;
    }
    return (await this.#query((reader) => reader.getRun(id))) ?? err(nothing(this.#workspace));
  }

  async artifacts(): Promise<readonly ArtifactSummaryFacts[]> {
    return (await this.#query((reader) => reader.listArtifacts())) ?? [];
  }

  /** Newest first. */
  versions(artifact: string): readonly ArtifactVersion[] {
    const store = this.store;
    return store === undefined ? [] : listVersions(store, artifact).toSorted((a, b) => b.createdAt - a.createdAt);
  }

  version(artifact: string, version: string): Result<ArtifactVersion> {
    const store = this.store;
    return store === undefined ? err(nothing(this.#workspace)) : readVersion(store, artifact, version);
  }

  /** Absent where nothing was ever run, or the store cannot be read. */
  get store(): Store | undefined {
    const found = findStore(this.#workspace);
    if (!found.ok) this.#tell(found.error);
    return found.ok ? found.value : undefined;
  }

  async #query<T>(ask: (reader: Reader) => Promise<T>): Promise<T | undefined> {
    const reader = this.#open();
    if (reader === undefined) return undefined;
    const answer = await ask(reader);
    for (const note of reader.notes) this.#tell(note);
    return answer;
  }

  #tell(failure: Failure): void {
    if (this.#told.has(failure.code)) return;
    this.#told.add(failure.code);
    this.#onTrouble(failure);
  }

  #open(): Reader | undefined {
    const store = this.store;
    if (store === undefined) return undefined;
    return (this.#reader ??= openReader(store));
  }

  #keep(record: RunRecord): void {
    this.#records.set(record.id, record);
    const [oldest] = this.#records.keys();
    if (this.#records.size > mostKept && oldest !== undefined) this.#records.delete(oldest);
  }
}

const nothing = (workspace: string) =>
  ({ code: "SW4004", message: `Nothing has been run in ${workspace}.`, help: "Run a pipeline, and look again." }) as const;
