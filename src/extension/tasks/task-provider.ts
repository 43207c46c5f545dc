import * as vscode from "vscode";
import type { Json } from "../../runner/model/json.ts";
import { taskType } from "../ids.ts";
import type { RunManager, StartedRun } from "../run/run-manager.ts";
import type { ServiceClient } from "../service/service-client.ts";
import type { Definitions, FolderDefinition } from "../workspace/definitions.ts";

interface PipelineTask extends vscode.TaskDefinition {
  readonly pipeline: string;
  readonly file?: string;
  readonly parameters?: Readonly<Record<string, Json>>;
}

/** Every pipeline as a task: `stepwright: NAME`. Tasks do not run in Restricted Mode; the editor sees to that. */
export class TaskProvider implements vscode.TaskProvider, vscode.Disposable {
  readonly #definitions: Definitions;
  readonly #client: ServiceClient;
  readonly #manager: RunManager;
  readonly #registration: vscode.Disposable;

  constructor(definitions: Definitions, client: ServiceClient, manager: RunManager) {
    this.#definitions = definitions;
    this.#client = client;
    this.#manager = manager;
    this.#registration = vscode.tasks.registerTaskProvider(taskType, this);
  }

  provideTasks(): vscode.Task[] {
    this.#client.start();
    const pipelines = this.#definitions.pipelines();
    return pipelines.flatMap((pipeline) => {
      const same = pipelines.filter(({ folder, name }) => folder === pipeline.folder && name === pipeline.name);
      const definition: PipelineTask = { type: taskType, pipeline: pipeline.name, ...(same.length > 1 && { file: pipeline.file }) };
      return this.#taskOf(definition, pipeline) ?? [];
    });
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = task.definition as PipelineTask;
    const folder = task.scope !== undefined && typeof task.scope === "object" ? task.scope.uri.fsPath : undefined;
    const pipeline = this.#find(definition, folder);
    return pipeline && this.#taskOf(definition, pipeline, task.scope);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #find({ pipeline, file }: PipelineTask, folder: string | undefined): FolderDefinition | undefined {
    return this.#definitions
      .pipelines()
      .find((each) => each.name === pipeline && (file ?? each.file) === each.file && (folder ?? each.folder) === each.folder);
  }

  #taskOf(definition: PipelineTask, pipeline: FolderDefinition, given?: vscode.Task["scope"]): vscode.Task | undefined {
    const scope = given ?? vscode.workspace.getWorkspaceFolder(vscode.Uri.file(pipeline.folder));
    if (scope === undefined) return undefined;
    const execution = new vscode.CustomExecution(async () => new TaskTerminal(this.#manager, pipeline, definition.parameters ?? {}));
    const task = new vscode.Task(definition, scope, pipeline.name, taskType, execution);
    task.detail = `${pipeline.file}:${String(pipeline.line)}`;
    task.group = vscode.TaskGroup.Build;
    return task;
  }
}

/** What a task prints, and how it ends: the exit status is 0 for a completed run, 130 for one that was stopped, 1 else. */
class TaskTerminal implements vscode.Pseudoterminal {
  readonly #manager: RunManager;
  readonly #pipeline: FolderDefinition;
  readonly #parameters: Readonly<Record<string, Json>>;
  readonly #onDidWrite = new vscode.EventEmitter<string>();
  readonly #onDidClose = new vscode.EventEmitter<number>();
  #run: StartedRun | undefined;

  readonly onDidWrite = this.#onDidWrite.event;
  readonly onDidClose = this.#onDidClose.event;

  constructor(manager: RunManager, pipeline: FolderDefinition, parameters: Readonly<Record<string, Json>>) {
    this.#manager = manager;
    this.#pipeline = pipeline;
    this.#parameters = parameters;
  }

  open(): void {
    void this.#start();
  }

  close(): void {
    this.#run?.stop();
  }

  async #start(): Promise<void> {
    const run = await this.#manager.start(this.#pipeline, { parameters: this.#parameters });
    this.#run = run;
    if (run === undefined) {
      this.#onDidClose.fire(1);
      return;
    }
    const printing = this.#manager.onDidPrint((printed) => printed.run === run && this.#write(printed.text));
    const end = await run.end;
    printing.dispose();
    switch (end.kind) {
      case "finished":
        for (const [id, step] of Object.entries(end.run.steps))
          this.#write(`${id}: ${step.status}${step.error === undefined ? "" : ` (${step.error.message})`}\n`);
        this.#write(`${end.run.name}: ${end.run.status}\n`);
        this.#onDidClose.fire(end.run.status === "completed" ? 0 : end.run.status === "cancelled" ? 130 : 1);
        return;
      case "refused":
        this.#write(`${end.error.code}: ${end.error.message}\n${end.error.help}\n`);
        this.#onDidClose.fire(1);
        return;
      case "ended":
        this.#write(`${vscode.l10n.t("The runner ended before the run did.")}\n`);
        this.#onDidClose.fire(1);
        return;
      default:
        end satisfies never;
    }
  }

  #write(text: string): void {
    this.#onDidWrite.fire(text.replaceAll(/\r?\n/g, "\r\n"));
  }
}
