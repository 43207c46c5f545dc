import { ulid } from "ulid";
import type { ArtifactVersion, Producer } from "../../../src/runner/model/artifact.ts";
import type { NewRunEvent, Owner, RunEvent } from "../../../src/runner/model/events.ts";
import type { Json } from "../../../src/runner/model/json.ts";
import type { Preview } from "../../../src/runner/model/preview.ts";
import type { RunRecord } from "../../../src/runner/model/record.ts";
import type { Invocation, PipelineSpec, VersionRef } from "../../../src/runner/model/spec.ts";
import { foldEvents } from "../../../src/runner/store/fold.ts";
import { type Journal, openJournal } from "../../../src/runner/store/journal.ts";
import { thisOwner } from "../../../src/runner/store/owner.ts";
import { finishRun } from "../../../src/runner/store/records.ts";
import { claimRunName } from "../../../src/runner/store/run-names.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { claimVersion } from "../../../src/runner/store/versions.ts";
import { good } from "./workspace.ts";

/** A process that is gone for certain: it ran before this machine was started. */
export const goneOwner: Owner = { ...thisOwner(), boot: "an earlier one" };

/** The first instant of these stories. */
export const beginning = Date.UTC(2026, 0, 31, 10, 0, 0);

/** Writes a version as a step would, without its content. */
export function saveVersion(store: Store, artifact: string, value: number, producer?: Producer, name?: string): ArtifactVersion {
  const preview: Preview = { kind: "scalar", text: String(value) };
  const hash = value.toString(16).padStart(64, "0");
  const content = { hash, bytes: 8, extension: "json" };
  const metadata = { rounded: Math.round(value) };
  const draft = {
    artifact,
    type: "number",
    materializer: "json",
    content,
    preview,
    metadata,
    tags: ["numbers"],
    ...(producer && { producer }),
  };
  return good(claimVersion(store, draft, name));
}

/** What a story tells of a run. */
export interface Told {
  readonly pipeline?: string;
  readonly name?: string;
  /** Seconds after the beginning; runs of a test start at different ones. */
  readonly start?: number;
  readonly owner?: Owner;
  readonly parameters?: Record<string, Json>;
}

/** A run that a test moves on step by step, writing the files that a real one writes. */
export class RunStory {
  readonly id: string;
  readonly name: string;
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #events: RunEvent[] = [];
  #now: number;

  constructor(
    store: Store,
    steps: readonly string[],
    { pipeline = "training", name, start = 0, owner = thisOwner(), parameters = {} }: Told = {},
  ) {
    this.#store = store;
    this.#now = beginning + start * 1000;
    this.id = ulid(this.#now);
    this.name = good(claimRunName(store, name ?? `${pipeline}-${String(start)}`, this.id, { generated: true }));
    this.#journal = good(openJournal(store, this.id));
    const environment = { node: "24.2.0", platform: "linux", stepwright: "0.1.0" };
    this.tell({ event: "run.started", name: this.name, spec: specOf(pipeline, steps, parameters), owner, environment });
  }

  /** Adds an event, one tenth of a second after the one before. */
  tell(event: NewRunEvent): void {
    this.#now += 100;
    const stamped: RunEvent = { ...event, runId: this.id, seq: this.#events.length, at: this.#now };
    this.#events.push(stamped);
    good(this.#journal.append(stamped));
  }

  starts(id: string, inputs: Readonly<Record<string, ArtifactVersion>> = {}): void {
    this.tell({ event: "step.started", id, attempt: 1, inputs: refsTo(inputs), pid: 1 });
  }

  /** A step that runs to its end with one output. */
  completes(id: string, artifact: string, value: number, inputs: Readonly<Record<string, ArtifactVersion>> = {}): ArtifactVersion {
    this.starts(id, inputs);
    const version = saveVersion(this.#store, artifact, value, { run: this.id, step: id, output: "output" });
    this.tell({ event: "artifact.saved", id, output: "output", version });
    this.tell({ event: "step.completed", id, attempt: 1, cache: { key: "c".repeat(64), parts: { code: "1" } } });
    return version;
  }

  /** A step that gives what an earlier run made. */
  isCached(id: string, made: ArtifactVersion, inputs: Readonly<Record<string, ArtifactVersion>> = {}): void {
    const from = made.producer ?? { run: "", step: "", output: "" };
    this.tell({
      event: "step.cached",
      id,
      inputs: refsTo(inputs),
      from,
      outputs: { output: made },
      cache: { key: "c".repeat(64), parts: { code: "1" } },
    });
  }

  /** What is known of the run so far. */
  get record(): RunRecord {
    const record = foldEvents(this.#events);
    if (record === undefined) throw new Error("The story has not begun");
    return record;
  }

  /** The run ends and leaves journal and record, as before a fold. `recorded: false`: its process died between the two. */
  ends(outputs: Readonly<Record<string, ArtifactVersion>> = {}, { recorded = true } = {}): RunRecord {
    this.tell({ event: "run.completed", outputs: refsTo(outputs) });
    if (recorded) good(finishRun(this.#store, this.#journal, this.record));
    this.#journal.close();
    return this.record;
  }

  /** The process dies: nothing more is written. */
  dies(): void {
    this.#journal.close();
  }
}

function refsTo(versions: Readonly<Record<string, ArtifactVersion>>): Record<string, VersionRef> {
  return Object.fromEntries(Object.entries(versions).map(([name, { artifact, version }]) => [name, { artifact, version }] as const));
}

function specOf(pipeline: string, steps: readonly string[], parameters: Record<string, Json>): PipelineSpec {
  const invocations = steps.map((id): Invocation => {
    const outputs = { kind: "single", output: { name: "output", type: "number", named: false } } as const;
    return {
      id,
      step: id,
      identity: `src/train.ts#${id}`,
      inputs: {},
      slots: [],
      outputs,
      artifacts: {},
      after: [],
      options: { tags: [`of ${id}`] },
    };
  });
  const options = { executionMode: "continueOnFailure", tags: ["nightly"], metadata: { team: "a" } } as const;
  return {
    pipeline,
    identity: `src/train.ts#${pipeline}`,
    file: "src/train.ts",
    parameters,
    options: { ...options, tags: [...options.tags] },
    invocations,
    outputs: {},
    dynamic: false,
    doc: `What ${pipeline} does.`,
  };
}

/** A whole run: `load` makes data, `train` makes a model from it. */
export function trainingRun(store: Store, told: Told = {}): { record: RunRecord; data: ArtifactVersion; model: ArtifactVersion } {
  const run = new RunStory(store, ["load", "train"], told);
  const data = run.completes("load", "data", 1 + (told.start ?? 0));
  const model = run.completes("train", "model", 2 + (told.start ?? 0), { data });
  return { record: run.ends({ model }), data, model };
}
