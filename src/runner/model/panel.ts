import type { RunEvent } from "./events.ts";
import type { Failure } from "./failure.ts";
import type { Json } from "./json.ts";
import type { Location } from "./location.ts";
import type { PanelContent, PanelPipeline, PanelRun, PanelSettings } from "./panel-view.ts";
import type { Preview } from "./preview.ts";
import type { StepStatus } from "./status.ts";

/**
 * What the extension host and the DAG panel say to each other: one closed union a direction, plain JSON.
 *
 * The page. Its HTML is set once and never again; the body is empty but for the texts in the person's language, where there are any:
 * `<script type="application/json" id="texts">` with an object of English texts and theirs. It loads `dist/webview/dag.css` by a link and `dist/webview/dag.js`
 * by one classic script with a nonce, under exactly this policy, where HASH is that of the empty style, which the controls need:
 *
 *     default-src 'none'; img-src data:; style-src ${cspSource} 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
 *     font-src ${cspSource}; script-src 'nonce-…'; worker-src blob:
 *
 * The order. The panel says `ready` when it has loaded, when it is shown again, and whenever a number is missing. Each time the host
 * answers with a `snapshot`, and from then on with messages numbered from the snapshot's `seq` without gaps. What was sent while the
 * panel was hidden is lost, and so the host also sends a snapshot when the panel becomes visible. Only one thing is drawn at a time;
 * whenever that changes (another pipeline, an edit, a new run), the host sends a snapshot.
 */
export type ToPanel =
  /** Everything. It replaces all that the panel knew; the person's own view (zoom, selection, folding) stays. */
  | { readonly type: "snapshot"; readonly seq: number; readonly snapshot: PanelSnapshot }
  /**
   * What happened in the run that is drawn, in order and a batch at a time: one message for what came within about 50 ms. Events that a
   * snapshot already holds may come again and change nothing. A `run.started` begins another run of the pipeline that is drawn.
   */
  | { readonly type: "events"; readonly seq: number; readonly events: readonly RunEvent[] }
  /** Answers `requestDetails`. Not numbered, as it is about the step alone. */
  | { readonly type: "details"; readonly details: StepDetails }
  /** Answers `plan`, and comes again when the sources have changed while it is shown. Not numbered. */
  | { readonly type: "plan"; readonly plan: ShownPlan }
  /** The step under the cursor in the code; absent when there is none. Not numbered. */
  | { readonly type: "highlight"; readonly step?: string }
  /** A command asks the panel to do what its own controls do. Not numbered. */
  | { readonly type: "perform"; readonly command: PanelCommand };

/** What can be asked of the panel from outside: by commands of the palette and by the buttons of the view's title. */
export type PanelCommand = "fit" | "zoomIn" | "zoomOut" | "find" | "showGraph" | "showList" | "showTimeline" | "exportSvg" | "exportPng";

/** What a run would do with each step, or why that cannot be said. */
export type ShownPlan =
  { readonly kind: "steps"; readonly steps: readonly PlannedStepView[] } | { readonly kind: "problem"; readonly failure: Failure };

/** What a run would do with one step. */
export interface PlannedStepView {
  /** The invocation's id. */
  readonly id: string;
  /** `unknown`: it depends on what a step before it will make. */
  readonly decision: "hit" | "kept" | "miss" | "off" | "unknown";
  /** Why, in a few words; empty where there is nothing to say. */
  readonly because: string;
}

export interface PanelSnapshot {
  /** All that can be chosen, in the order to show. */
  readonly pipelines: readonly PanelPipeline[];
  /** `id` of the one that is drawn. */
  readonly pipeline?: string;
  /** Runs of that pipeline that can be chosen, newest first. May be only the latest few. */
  readonly runs: readonly PanelRun[];
  /** What is drawn. */
  readonly content: PanelContent;
  readonly trusted: boolean;
  /** Which actions the host offers now. A button without its action is not shown. */
  readonly actions: readonly PanelAction[];
  readonly settings: PanelSettings;
  /** The host's clock, milliseconds since 1970, by which the panel reads the times in `content`. */
  readonly now: number;
}

/** What the host can do with the pipeline that is drawn. */
export type PanelAction =
  | "run"
  | "runWith"
  | "debug"
  | "stop"
  /** With a step: run or debug it alone, with the inputs that it had last. */
  | "runStep"
  | "debugStep"
  /** Goes on with the run that is drawn: what had completed is kept. */
  | "resume"
  /** With a step: runs it and what depends on it anew, or it alone, or alone with inputs that are asked for; the rest is as it was in the run that is drawn. */
  | "runFrom"
  | "runOnly"
  | "runOnlyWith"
  /** Says what a run would do: see the message `plan`. */
  | "plan"
  /** To do with what there is not: a first pipeline, or trust. */
  | "createSample"
  | "manageTrust"
  | "openFolder";

/** What is known of one step beyond its node: for the pane beside the graph. Previews only, never values. */
export interface StepDetails {
  readonly step: string;
  /** The run that it is of; absent where the step has not run. */
  readonly run?: string;
  readonly status?: StepStatus;
  readonly doc?: string;
  /** The function as written, at most about 8 kB. */
  readonly code?: string;
  /** Where the function stands. */
  readonly definition?: Location;
  readonly parameters: Readonly<Record<string, Json>>;
  /** Artifacts that came in, by path (`data`, `xs[0]`). `from` is `INVOCATION.OUTPUT` where the run made it. */
  readonly inputs: readonly ArtifactDetails[];
  readonly outputs: readonly ArtifactDetails[];
  readonly attempts: readonly AttemptDetails[];
  /** The last lines of the last attempt's log, at most about 16 kB, without colour codes. */
  readonly log?: { readonly attempt: number; readonly text: string; readonly truncated: boolean };
  readonly metadata: Readonly<Record<string, Json>>;
  readonly tags: readonly string[];
  /** Sentences on why the step ran or was taken from the cache. */
  readonly why?: readonly string[];
  /** Why some of this could not be read. */
  readonly problem?: Failure;
}

/** An artifact version at an input or output of a step. */
export interface ArtifactDetails {
  /** The input's path, or the output's name. */
  readonly name: string;
  readonly artifact: string;
  readonly version: string;
  readonly from?: string;
  readonly type?: string;
  readonly bytes?: number;
  readonly preview?: Preview;
}

export interface AttemptDetails {
  readonly attempt: number;
  readonly status: "running" | "completed" | "failed" | "cancelled" | "interrupted";
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly error?: Failure;
}

/**
 * From the panel. Everything in it comes from a page and is checked as such: ids are looked up among what the host sent, a place must
 * lie in the workspace, an export is offered to the person in a dialog.
 */
export type FromPanel =
  | { readonly type: "ready" }
  | { readonly type: "choosePipeline"; readonly pipeline: string }
  /** `run` absent: the graph without a run. */
  | { readonly type: "chooseRun"; readonly run?: string }
  /** The selection changed. Absent: nothing is selected. */
  | { readonly type: "select"; readonly step?: string }
  | { readonly type: "requestDetails"; readonly step: string }
  /** What a run would do is to be shown, or not any more. */
  | { readonly type: "plan"; readonly shown: boolean }
  /** To the call in the pipeline, or to the step's function. */
  | { readonly type: "goToCall"; readonly step: string }
  | { readonly type: "goToCode"; readonly step: string }
  /** To the place of a failure or a frame of its stack. */
  | { readonly type: "goToPlace"; readonly place: Location }
  | { readonly type: "act"; readonly action: PanelAction; readonly step?: string }
  | { readonly type: "openArtifact"; readonly artifact: string; readonly version: string }
  /** An artifact that is HTML, as a page. */
  | { readonly type: "showPage"; readonly artifact: string; readonly version: string }
  | { readonly type: "showLog"; readonly step: string; readonly attempt: number }
  | ExportMessage
  /** The panel itself failed: for the log. */
  | { readonly type: "error"; readonly message: string; readonly stack?: string };

/** A picture of the whole graph, to be saved where the person says. */
export type ExportMessage =
  | { readonly type: "export"; readonly format: "svg"; readonly name: string; readonly text: string }
  | { readonly type: "export"; readonly format: "png"; readonly name: string; readonly base64: string };

/** What the panel keeps with `setState`. `pipeline` tells a serializer which one an editor tab showed; the rest is the panel's own. */
export interface PanelMemory {
  readonly pipeline?: string;
}
