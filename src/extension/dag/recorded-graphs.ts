import { execFile, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Graph } from "../../runner/model/graph.ts";
import { findUserNode } from "../run/user-node.ts";
import { cleanEnvironment } from "../service/own-node.ts";
import type { FolderDefinition } from "../workspace/definitions.ts";

/** A pipeline function that takes longer to be recorded is left alone, in milliseconds. */
const patience = 20_000;

interface Entry {
  readonly graph: Graph | undefined;
  readonly at: number;
}

/**
 * Graphs that come from running the pipeline function, which knows what no reading of the source does: what a loop comes to, or which
 * branch is taken. Only in a trusted workspace, for what is looked at, and once for each state of the saved sources.
 */
export class RecordedGraphs implements vscode.Disposable {
  readonly #dist: string;
  readonly #entries = new Map<string, Entry>();
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #child: ChildProcess | undefined;
  #savedAt = Date.now();

  /** A graph was recorded, or is no longer true. */
  readonly onDidChange = this.#onDidChange.event;

  constructor(dist: string) {
    this.#dist = dist;
    this.#subscriptions = [
      vscode.workspace.onDidSaveTextDocument(() => {
        this.#savedAt = Date.now();
        this.#onDidChange.fire();
      }),
      vscode.workspace.onDidChangeTextDocument(({ contentChanges }) => {
        if (contentChanges.length > 0) this.#savedAt = Date.now();
      }),
    ];
  }

  /** What was recorded of the sources as they are saved; undefined where nothing was. */
  of(pipeline: FolderDefinition): Graph | undefined {
    const entry = this.#entries.get(keyOf(pipeline));
    return entry !== undefined && entry.at > this.#savedAt ? entry.graph : undefined;
  }

  /** Records the graph of a pipeline that somebody looks at, unless that was done or may not be done. */
  async look(pipeline: FolderDefinition): Promise<void> {
    const entry = this.#entries.get(keyOf(pipeline));
    const dirty = vscode.workspace.textDocuments.some((document) => document.isDirty);
    if (!vscode.workspace.isTrusted || dirty || (entry !== undefined && entry.at > this.#savedAt)) return;
    const at = Date.now();
    // Entered before it is there, so that it is asked for once.
    this.#entries.set(keyOf(pipeline), { graph: undefined, at });
    const graph = await this.#record(pipeline);
    this.#entries.set(keyOf(pipeline), { graph, at });
    if (graph !== undefined) this.#onDidChange.fire();
  }

  dispose(): void {
    this.#child?.kill();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#onDidChange.dispose();
  }

  async #record({ folder, file, identity }: FolderDefinition): Promise<Graph | undefined> {
    const node = await findUserNode(vscode.Uri.file(folder));
    if ("problem" in node) return undefined;
    // Who looks at another pipeline has no interest in this one any more.
    this.#child?.kill();
    return new Promise((resolve) => {
      this.#child = execFile(
        node.path,
        [join(this.#dist, "cli.js"), "graph", file, identity, "--json", "--workspace", folder],
        {
          cwd: folder,
          env: { ...cleanEnvironment(), ...node.environment },
          timeout: patience,
          maxBuffer: 64 * 1024 * 1024,
        },
        // A pipeline that needs a parameter, or throws, is drawn as its source says.
        (error, stdout) => resolve(error === null ? (JSON.parse(stdout) as Graph) : undefined),
      );
    });
  }
}

const keyOf = ({ folder, identity }: FolderDefinition): string => `${folder}#${identity}`;
