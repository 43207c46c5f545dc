import type { PanelMemory } from "../../../src/runner/model/panel.ts";
import type { Direction } from "../graph/layout.ts";
import type { Opened } from "../graph/neighbourhood.ts";

export type ViewKind = "graph" | "list" | "timeline";

/** Where a person has moved the graph to. */
export interface Viewport {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

/** What the person did with the picture of one pipeline. */
export interface PipelineMemory {
  readonly viewport?: Viewport;
  /** Id of the selected node. */
  readonly selected?: string;
  /** Ids of closed groups. */
  readonly closed: readonly string[];
  /** Only the neighbourhood of `anchor`; absent: as the size of the graph says. */
  readonly neighbourhood?: boolean;
  /** The step in the middle of the neighbourhood. */
  readonly anchor?: string;
  /** What has been opened beyond the neighbourhood of `anchor`. */
  readonly opened?: readonly Opened[];
}

/** What the person did with the view. Kept across updates and reloads; it never holds anything of the pipelines' values. */
export interface ViewState extends PanelMemory {
  readonly view: ViewKind;
  /** Absent: as the settings say. */
  readonly direction?: Direction;
  readonly showArtifacts?: boolean;
  readonly showMinimap: boolean;
  readonly showDetails: boolean;
  /** Width or height of the details, in CSS pixels. */
  readonly detailsSize: number;
  /** By pipeline. */
  readonly pipelines: Readonly<Record<string, PipelineMemory>>;
}

const fresh: ViewState = { view: "graph", showMinimap: true, showDetails: true, detailsSize: 320, pipelines: {} };
const untouched: PipelineMemory = { closed: [] };
/** Pipelines come and go; only so many are remembered. */
const remembered = 20;

/** What was kept, completed where an older page kept less. */
export function viewStateOf(memory: Partial<ViewState>): ViewState {
  return { ...fresh, ...memory };
}

/** What is remembered of a pipeline. */
export function pipelineMemory({ pipelines }: ViewState, pipeline: string): PipelineMemory {
  return (Object.hasOwn(pipelines, pipeline) ? pipelines[pipeline] : undefined) ?? untouched;
}

/** Remembers something of a pipeline; the ones that were not seen for longest are forgotten. */
export function remember(state: ViewState, pipeline: string, change: Partial<PipelineMemory>): ViewState {
  const { [pipeline]: before = untouched, ...others } = state.pipelines;
  const kept = Object.entries(others).slice(-(remembered - 1));
  return { ...state, pipelines: { ...Object.fromEntries(kept), [pipeline]: { ...before, ...change } } };
}
