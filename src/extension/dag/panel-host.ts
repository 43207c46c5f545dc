import { isAbsolute, join, relative } from "node:path";
import * as vscode from "vscode";
import type { Location } from "../../runner/model/location.ts";
import type { ExportMessage, FromPanel, PanelCommand, ToPanel } from "../../runner/model/panel.ts";
import { Disposables, type Ending } from "../disposables.ts";
import { commands } from "../ids.ts";
import type { RunManager } from "../run/run-manager.ts";
import { showPlace } from "../run/show-place.ts";
import type { ServiceClient } from "../service/service-client.ts";
import type { Definitions, FolderDefinition } from "../workspace/definitions.ts";
import type { RunUpdate, Runs } from "../workspace/runs.ts";
import { pageOf, panelRoot } from "./page.ts";
import { planOf, tellDetails } from "./panel-answers.ts";
import { idOf, type PanelState, type Shown } from "./panel-state.ts";
import type { RecordedGraphs } from "./recorded-graphs.ts";

/** What panels share. */
export interface PanelServices {
  readonly extension: vscode.Uri;
  readonly client: ServiceClient;
  readonly definitions: Definitions;
  readonly runs: Runs;
  readonly manager: RunManager;
  readonly state: PanelState;
  readonly recorded: RecordedGraphs;
  readonly log: vscode.LogOutputChannel;
}

/** What changes at once is one snapshot, in milliseconds. */
const batch = 30;

/** The host's side of one panel, in a view or in an editor tab. */
export class PanelHost implements vscode.Disposable {
  readonly #services: PanelServices;
  readonly #webview: vscode.Webview;
  readonly #isVisible: () => boolean;
  readonly #disposables = new Disposables();
  readonly #onDidShow = new vscode.EventEmitter<FolderDefinition>();
  #shown: Shown = { pipeline: undefined, run: "newest" };
  #seq = 0;
  #ready = false;
  #timer: NodeJS.Timeout | undefined;
  /** Which snapshot is being made: an older one is not sent any more. */
  #making = 0;
  #highlighted: string | undefined;
  #planShown = false;

  /** Another pipeline is drawn from now on. */
  readonly onDidShow = this.#onDidShow.event;

  constructor(services: PanelServices, webview: vscode.Webview, isVisible: () => boolean) {
    this.#services = services;
    this.#webview = webview;
    this.#isVisible = isVisible;
    const { client, definitions, runs, manager, recorded, extension } = services;
    const add = (item: Ending): unknown => this.#disposables.add(item);
    add(this.#onDidShow);
    add(webview.onDidReceiveMessage((message: FromPanel) => this.#safely(this.#receive(message))));
    add(definitions.onDidChange(() => this.#definitionsChanged()));
    add(runs.onDidUpdate((update) => this.#updated(update)));
    add(runs.onDidChangeHistory(() => this.refresh()));
    // A run that was just started can be stopped before it is recorded.
    add(manager.onDidChange(() => this.refresh()));
    add(
      recorded.onDidChange(() => {
        this.refresh();
        this.#safely(this.#tellPlan());
      }),
    );
    add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()));
    add(vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("stepwright.graph") && this.refresh()));
    client.start();
    webview.options = { enableScripts: true, localResourceRoots: [panelRoot(extension)], enableCommandUris: false };
    webview.html = pageOf(webview, extension);
  }

  get shown(): Shown {
    return this.#shown;
  }

  /** Draws another pipeline, or another run of it. */
  show(pipeline: FolderDefinition | undefined, run: Shown["run"] = "newest"): void {
    this.#shown = { pipeline, run };
    this.#highlighted = undefined;
    this.#planShown = false;
    if (pipeline !== undefined) this.#onDidShow.fire(pipeline);
    this.refresh();
  }

  /** Sends all anew, soon. */
  refresh(): void {
    if (!this.#ready || !this.#isVisible()) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#safely(this.#sendSnapshot());
    }, batch);
  }

  /** The step under the cursor. */
  highlight(step: string | undefined): void {
    if (step === this.#highlighted) return;
    this.#highlighted = step;
    this.#post({ type: "highlight", ...(step !== undefined && { step }) });
  }

  perform(command: PanelCommand): void {
    this.#post({ type: "perform", command });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  /** Nobody waits for what is done here: that it failed stands in the log. */
  #safely(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#services.log.error(error instanceof Error ? error : String(error));
    });
  }

  async #sendSnapshot(): Promise<void> {
    const making = ++this.#making;
    const snapshot = await this.#services.state.snapshot(this.#shown);
    if (making !== this.#making) return;
    this.#post({ type: "snapshot", seq: ++this.#seq, snapshot });
    const { pipeline } = this.#shown;
    if (pipeline !== undefined) void this.#services.recorded.look(pipeline);
  }

  #post(message: ToPanel): void {
    if (this.#ready && this.#isVisible()) void this.#webview.postMessage(message);
  }

  /** The pipeline that is shown may have moved, or be gone. */
  #definitionsChanged(): void {
    const { pipeline, run } = this.#shown;
    if (pipeline !== undefined) {
      const now = this.#services.definitions.find(pipeline.folder, pipeline.identity);
      // While something is typed a definition may be gone for a moment; its name stays.
      if (now !== undefined) this.#shown = { pipeline: now, run };
    }
    this.refresh();
  }

  #updated({ folder, run, events }: RunUpdate): void {
    const { pipeline } = this.#shown;
    if (pipeline?.folder !== folder || run.identity !== pipeline.identity) return;
    const drawn = this.#services.state.runOf(this.#shown);
    if (events === undefined || drawn?.view.id !== run.view.id) this.refresh();
    else if (this.#timer === undefined) {
      // What a run would do is of no interest once one does it.
      if (events.some(({ event }) => event === "run.started")) this.#planShown = false;
      this.#post({ type: "events", seq: ++this.#seq, events });
      // With the end of a run there are other actions.
      if (events.some(({ event }) => event.startsWith("run."))) this.refresh();
    }
  }

  async #receive(message: FromPanel): Promise<void> {
    const { definitions, client, log } = this.#services;
    const { pipeline } = this.#shown;
    switch (message.type) {
      case "ready":
        this.#ready = true;
        await this.#sendSnapshot();
        return;
      case "choosePipeline":
        this.show(definitions.pipelines().find((each) => idOf(each) === message.pipeline));
        return;
      case "chooseRun":
        this.show(pipeline, message.run === undefined ? "none" : { id: message.run });
        return;
      case "select":
        return;
      case "requestDetails": {
        if (pipeline === undefined) return;
        const run = this.#services.state.runOf(this.#shown)?.view.id;
        await tellDetails(client, pipeline, run, message.step, (details) => this.#post({ type: "details", details }));
        return;
      }
      case "plan":
        this.#planShown = message.shown;
        await this.#tellPlan();
        return;
      case "goToCall":
        await this.#goTo(await this.#callOf(message.step));
        return;
      case "goToCode":
        await this.#goTo(this.#codeOf(message.step) ?? (await this.#callOf(message.step)));
        return;
      case "goToPlace":
        await this.#goTo(message.place);
        return;
      case "act":
        await this.#act(message.action, message.step);
        return;
      case "openArtifact":
      case "showPage":
        if (pipeline !== undefined)
          await vscode.commands.executeCommand(message.type === "showPage" ? commands.showPage : commands.showArtifact, {
            folder: pipeline.folder,
            artifact: message.artifact,
            version: message.version,
          });
        return;
      case "showLog": {
        const run = this.#services.state.runOf(this.#shown);
        if (pipeline !== undefined && run !== undefined)
          await vscode.commands.executeCommand(commands.showStepLog, {
            folder: pipeline.folder,
            run: run.view.id,
            step: message.step,
            attempt: message.attempt,
          });
        return;
      }
      case "export":
        await saveExport(message, pipeline?.folder);
        return;
      case "error":
        log.error(`The graph panel: ${message.message}\n${message.stack ?? ""}`);
        return;
      default:
        message satisfies never;
    }
  }

  /** What a run would do is found out by a process of its own, so only while somebody looks. */
  async #tellPlan(): Promise<void> {
    const { pipeline } = this.#shown;
    if (!this.#planShown || pipeline === undefined) return;
    const plan = await planOf(this.#services.client, pipeline);
    if (this.#shown.pipeline === pipeline) this.#post({ type: "plan", plan });
  }

  async #act(action: Extract<FromPanel, { type: "act" }>["action"], step: string | undefined): Promise<void> {
    const { pipeline } = this.#shown;
    const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);
    switch (action) {
      case "run":
      case "runWith":
      case "debug":
      case "stop":
        await run(commands[action], pipeline);
        return;
      case "runStep":
      case "debugStep": {
        const definition = step === undefined ? undefined : this.#definitionOf(step);
        if (definition !== undefined) await run(commands[action], definition);
        return;
      }
      case "resume":
      case "runFrom":
      case "runOnly":
      case "runOnlyWith": {
        const drawn = this.#services.state.runOf(this.#shown)?.view.id;
        if (pipeline !== undefined && drawn !== undefined) await run(commands[action], { folder: pipeline.folder, run: drawn, step });
        return;
      }
      case "plan":
        // The panel says by a message of its own whether it is to be shown.
        return;
      case "createSample":
        await run(commands.createSample);
        return;
      case "manageTrust":
        await run("workbench.trust.manage");
        return;
      case "openFolder":
        await run("vscode.openFolder");
        return;
      default:
        action satisfies never;
    }
  }

  #definitionOf(step: string): FolderDefinition | undefined {
    const { pipeline } = this.#shown;
    const identity = this.#services.state.runOf(this.#shown)?.invocations[step]?.identity;
    if (pipeline === undefined) return undefined;
    if (identity !== undefined) return this.#services.definitions.find(pipeline.folder, identity);
    const name = step.replace(/_\d+$/, "");
    const steps = this.#services.definitions.all().filter((each) => each.kind === "step" && (each.name === step || each.name === name));
    return steps.find(({ file }) => file === pipeline.file) ?? steps[0];
  }

  #codeOf(step: string): Location | undefined {
    const definition = this.#definitionOf(step);
    return definition && { file: definition.file, ...definition.nameRange.start };
  }

  /** Where the step is called in the source as it is now, which may have changed since it ran; else where the run says. */
  async #callOf(step: string): Promise<Location | undefined> {
    const { pipeline } = this.#shown;
    if (pipeline === undefined) return undefined;
    const { folder, identity, file, nameRange } = pipeline;
    const call = await this.#services.client.ask("call", { folder, identity, step });
    const ran = this.#services.state.runOf(this.#shown)?.invocations[step]?.at;
    return (call.ok ? call.value : undefined) ?? ran ?? { file, ...nameRange.start };
  }

  /** Only into the folder that the pipeline is in: the place came from a page. */
  async #goTo(place: Location | undefined): Promise<void> {
    const folder = this.#shown.pipeline?.folder;
    if (place === undefined || folder === undefined) return;
    const file = isAbsolute(place.file) ? place.file : join(folder, place.file);
    if (relative(folder, file).startsWith("..") || isAbsolute(relative(folder, file))) return;
    await showPlace(vscode.Uri.file(file), place.line, place.column);
  }
}

const saveExport = async (message: ExportMessage, folder: string | undefined): Promise<void> => {
  const { format, name } = message;
  const file = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}.${format}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(vscode.Uri.file(folder), file) }),
    filters: format === "svg" ? { SVG: ["svg"] } : { PNG: ["png"] },
  });
  if (target === undefined) return;
  const content = message.format === "svg" ? Buffer.from(message.text) : Buffer.from(message.base64, "base64");
  await vscode.workspace.fs.writeFile(target, content);
};
