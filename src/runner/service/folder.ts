import { isAbsolute, relative } from "node:path";
import type { FromService, ServiceFolder } from "../model/service.ts";
import type { Finding } from "../model/finding.ts";
import { Graphs } from "./graphs.ts";
import { History } from "./history.ts";
import { LiveRuns } from "./live-runs.ts";
import { Printed } from "./printed.ts";
import { Sources } from "./sources.ts";

type Tell = (message: FromService) => void;

/** One open folder: its sources, its runs that go on, its past. What changes is told; the rest is asked. */
export class Folder {
  readonly path: string;
  readonly options: ServiceFolder;
  readonly live: LiveRuns;
  readonly history: History;
  readonly #tell: Tell;
  readonly #followed = new Map<string, Printed>();
  readonly #sources: Promise<Sources>;
  readonly #graphs: Promise<Graphs>;
  /** Changes are taken in one after the other. */
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ServiceFolder, tell: Tell) {
    this.options = options;
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
        this.#tell({ type: "history", folder: this.path });
      },
    });
    this.history = new History(this.path, this.live, (failure) => this.#tell({ type: "trouble", folder: this.path, failure }));
    this.live.start();
    this.#sources = this.#discover();
    this.#graphs = this.#sources.then((sources) => new Graphs(sources, options.enforceTypeAnnotations));
    this.#graphs.then(
      (graphs) => this.#tellFindings(graphs.findings()),
      // A folder that is gone defines nothing; who asks about it is told so.
      () => this.#tell({ type: "discovered", folder: this.path }),
    );
  }

  /** When everything has been read. */
  get sources(): Promise<Sources> {
    return this.#sources;
  }

  /** What the sources show of each pipeline, when they have been read. */
  get graphs(): Promise<Graphs> {
    return this.#graphs;
  }

  /** Whether a file lies in the folder; absolute path. */
  contains(file: string): boolean {
    const path = relative(this.path, file);
    return path !== "" && !path.startsWith("..") && !isAbsolute(path);
  }

  /** A file is another one now: on disk, or in an editor, which `text` says. */
  update(file: string, text?: string): void {
    const take = async (): Promise<void> => {
      const [sources, graphs] = await Promise.all([this.#sources, this.#graphs]);
      if (this.#closed) return;
      const changed = sources.update(file, text);
      for (const each of changed) this.#tell({ type: "definitions", folder: this.path, ...each });
      this.#tellFindings(graphs.changed([sources.named(file), ...changed.map((each) => each.file)]));
    };
    this.#queue = this.#queue.then(take).catch(() => undefined);
  }

  /** From now on tells what the steps of a run print. @returns what they have printed so far */
  follow(runId: string): string {
    const printed = new Printed();
    this.#followed.set(runId, printed);
    const { store } = this.history;
    const record = this.live.record(runId);
    if (store === undefined || record === undefined) return "";
    return printed
      .read(store, record)
      .map(({ text }) => text)
      .join("");
  }

  close(): void {
    this.#closed = true;
    this.live.close();
    this.history.close();
  }

  #tellFindings(found: ReadonlyMap<string, readonly Finding[]>): void {
    for (const [file, findings] of found) this.#tell({ type: "findings", folder: this.path, file, findings });
  }

  async #discover(): Promise<Sources> {
    const sources = await Sources.open(this.options);
    for (const { file, definitions } of sources.snapshot()) this.#tell({ type: "definitions", folder: this.path, file, definitions });
    this.#tell({ type: "discovered", folder: this.path });
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
