import type { Graph } from "../../../src/runner/model/graph.ts";
import type { PanelSnapshot, ShownPlan, StepDetails, ToPanel } from "../../../src/runner/model/panel.ts";
import type { RunView } from "../../../src/runner/model/panel-view.ts";
import { foldGraph } from "./graph-fold.ts";
import { foldRun } from "./run-fold.ts";

/** All that the host has said. What the person did with the view (zoom, selection, folding) stands apart, in `view-state.ts`. */
export interface PanelState {
  /** Absent before the first one. Its `content` is as it came; the graph and run that events made of it stand beside it. */
  readonly snapshot?: PanelSnapshot;
  readonly graph?: Graph;
  readonly run?: RunView;
  /** By step. Forgotten with each snapshot of another pipeline or run. */
  readonly details: ReadonlyMap<string, StepDetails>;
  /** What a run would do, while that is shown. Forgotten with another pipeline, and when a run begins. */
  readonly plan?: ShownPlan | "asked";
  /** The step under the cursor in the code. */
  readonly highlight?: string;
  /** Number of the last message that counts. */
  readonly seq: number;
  /** A message is missing: nothing but a snapshot helps. */
  readonly behind: boolean;
  /** What to subtract from this machine's clock to have the host's, in milliseconds. */
  readonly clockAhead: number;
}

export const initialState: PanelState = { details: new Map(), seq: -1, behind: false, clockAhead: 0 };

/** What a message makes of the state. `now` is this machine's clock. Commands change nothing here. */
export function applyMessage(state: PanelState, message: ToPanel, now: number): PanelState {
  switch (message.type) {
    case "snapshot":
      return ofSnapshot(state, message.seq, message.snapshot, now);
    case "events": {
      // Before the first snapshot, and after a gap, there is nothing that events could be applied to.
      if (state.snapshot === undefined || state.behind || message.seq <= state.seq) return state;
      if (message.seq !== state.seq + 1) return { ...state, behind: true };
      const { graph } = state;
      if (graph === undefined) return { ...state, seq: message.seq };
      const run = foldRun(state.run, message.events);
      const another = run?.id !== state.run?.id;
      const { plan, ...rest } = state;
      return {
        ...rest,
        ...(another || plan === undefined ? {} : { plan }),
        seq: message.seq,
        graph: foldGraph(graph, message.events),
        ...(run === undefined ? {} : { run }),
        ...(another ? { details: new Map() } : {}),
      };
    }
    case "details":
      return { ...state, details: new Map(state.details).set(message.details.step, message.details) };
    case "plan":
      // Nobody waits for it any more.
      return state.plan === undefined ? state : { ...state, plan: message.plan };
    case "highlight": {
      const { highlight: _before, ...rest } = state;
      return message.step === undefined ? rest : { ...rest, highlight: message.step };
    }
    case "perform":
      return state;
    default:
      return message satisfies never;
  }
}

function ofSnapshot(state: PanelState, seq: number, snapshot: PanelSnapshot, now: number): PanelState {
  const { content } = snapshot;
  const drawn: Pick<PanelState, "graph" | "run"> =
    content.kind === "graph" ? { graph: content.graph, ...(content.run === undefined ? {} : { run: content.run }) } : {};
  const same = snapshot.pipeline === state.snapshot?.pipeline && drawn.run?.id === state.run?.id;
  return {
    snapshot,
    ...drawn,
    details: same ? state.details : new Map(),
    ...(same && state.plan !== undefined ? { plan: state.plan } : {}),
    ...(state.highlight === undefined ? {} : { highlight: state.highlight }),
    seq,
    behind: false,
    clockAhead: now - snapshot.now,
  };
}
