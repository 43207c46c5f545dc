import { isAbsolute, relative } from "node:path";
import type { FromService, ServiceFolder } from "../model/service.ts";
import type { Finding } from "../model/finding.ts";
import type { Checker } from "./checker.ts";
import { Folding } from "./folding.ts";
import { Graphs } from "./graphs.ts";
import { History } from "./history.ts";
import { LiveRuns } from "./live-runs.ts";
import { Planning } from "./planning.ts";
import { Printed } from "./printed.ts";
import { Sources } from "./sources.ts";
import { Types } from "./types.ts";

type Tell = (message: FromService) => void;

/** One open folder: its sources, its runs that go on, its past. What changes is told; the rest is asked. */
export class Folder {
  readonly path: string;
  readonly options: ServiceFolder;
  readonly checker: Checker;
  readonly live: LiveRuns;
  readonly history: History;
  readonly #tell: Tell;
  /** What runs would do. */
  readonly planning = new Planning();
  readonly #folding: Folding | undefined;
  readonly #followed = new Map<string, Printed>();
  /** Files of which something is said. */
  readonly #blamed = new Set<string>();
  readonly #sources: Promise<Sources>;
  readonly #read: Promise<{ readonly types: Types; readonly graphs: Graphs }>;
  /** Changes are taken in one after the other. */
  #queue: Promise<void> = Promise.resolve();
  #edition = 0;
  #closed = false;

  constructor(options: ServiceFolder, checker: Checker, tell: Tell) {
    this.options = options;
    this.checker = checker;
    this.path = options.path;
    this.#tell = (message) => {
      if (!this.#closed) tell(message);
    };
    this.live = new LiveRuns(this.path, {
      onRun: (run) => {
        this.#tell({ type: "run", folder: this.path, run });
        this.#print(run.view.id);
      },
      onChange: (change) => {
        this.#tell({ type: "runChanged", folder: this.path, change });
        this.#print(change.id);
      },
      onHistory: () => {
        this.history.changed();
        this.#folding?.changed();
        this.#tell({ type: "history", folder: this.path });
      },
    });
    this.history = new History(this.path, this.live, (failure) => this.#tell({ type: "trouble", folder: this.path, failure }));
    this.#folding = options.trusted ? new Folding(this.path, () => this.live.ids.length > 0) : undefined;
    this.live.start();
    this.#sources = this.#discover();
    this.#read = this.#sources.then((sources) => {
      const types = new Types(sources, checker, (file) => this.#typed(sources, graphs, file));
      const graphs = new Graphs(sources, types, options.enforceTypeAnnotations);
      return { types, graphs };
    });
    this.#read.then(
      ({ types, graphs }) => {
        if (this.#closed) types.close();
        else this.#tellFindings(graphs.findings());
      },
      // A folder that is gone defines nothing; who asks about it is told so.
      () => this.#tell({ type: "discovered", folder: this.path, files: [] }),
    );
  }

  /** When everything has been read. */
  get sources(): Promise<Sources> {
    return this.#sources;
  }

  /** When the changes that were told so far have been taken in as well. */
  async settled(): Promise<Sources> {
    await this.#queue;
    return this.#sources;
  }

  /** Another number after each change that was told. */
  get edition(): number {
    return this.#edition;
  }

  /** What the sources show of each pipeline, when they have been read. */
  get graphs(): Promise<Graphs> {
    return this.#read.then(({ graphs }) => graphs);
  }

  /** Whether a file lies in the folder; absolute path. */
  contains(file: string): boolean {
    const path = relative(this.path, file);
    return path !== "" && !path.startsWith("..") && !isAbsolute(path);
  }

  /** A file is another one now: on disk, or in an editor, which `text` says. */
  update(file: string, text?: string): void {
    this.#edition += 1;
    const take = async (): Promise<void> => {
      const [sources, { types, graphs }] = await Promise.all([this.#sources, this.#read]);
      if (this.#closed) return;
      const changed = sources.update(file, text);
      for (const each of changed) this.#tell({ type: "definitions", folder: this.path, ...each });
      const stale = types.changed(sources.realPath(file));
      this.#tellFindings(graphs.changed([sources.named(file), ...changed.map((each) => each.file), ...stale]));
    };
    this.#queue = this.#queue.then(take).catch(() => undefined);
  }

  /** From now on tells what the steps of a run print. @returns what they have printed so far; of a run that has ended, all of it */
  async follow(runId: string): Promise<string> {
    const record = await this.history.run(runId);
    const printed = new Printed();
    this.#followed.set(runId, printed);
    const { store } = this.history;
    if (store === undefined || !record.ok) return "";
    return printed
      .read(store, record.value)
      .map(({ text }) => text)
      .join("");
  }

  /** Leaves the store as the next reader likes it: what waits is in the database. */
  async leave(): Promise<void> {
    this.close();
    await this.#folding?.fold();
  }

  close(): void {
    this.#closed = true;
    this.#folding?.close();
    this.planning.close();
    this.live.close();
    this.history.close();
    this.#read.then(
      ({ types }) => types.close(),
      () => undefined,
    );
  }

  #typed(sources: Sources, graphs: Graphs, file: string): void {
    const { redrawn, findings } = graphs.typed(file);
    this.#tellFindings(new Map([[file, findings]]));
    // Who draws a graph asks for it again when the definitions of its file are told.
    if (redrawn) this.#tell({ type: "definitions", folder: this.path, file, definitions: sources.definitions(file) });
  }

  /** A checkout changes thousands of files of which there is nothing to say, as there was nothing before: that is no news. */
  #tellFindings(found: ReadonlyMap<string, readonly Finding[]>): void {
    for (const [file, findings] of found) {
      const wasBlamed = this.#blamed.delete(file);
      if (findings.length > 0) this.#blamed.add(file);
      else if (!wasBlamed) continue;
      this.#tell({ type: "findings", folder: this.path, file, findings });
    }
  }

  async #discover(): Promise<Sources> {
    const sources = await Sources.open(this.options);
    const found = sources.snapshot();
    for (const { file, definitions } of found) this.#tell({ type: "definitions", folder: this.path, file, definitions });
    this.#tell({ type: "discovered", folder: this.path, files: found.map(({ file }) => file) });
    return sources;
  }

  #print(runId: string): void {
    const printed = this.#followed.get(runId);
    const { store } = this.history;
    const record = this.live.record(runId);
    if (printed === undefined || store === undefined || record === undefined) return;
    for (const { step, text } of printed.read(store, record)) this.#tell({ type: "printed", folder: this.path, run: runId, step, text });
  }
}
