import type { RunEvent } from "../../../src/runner/model/events.ts";
import type { RunView, StepView } from "../../../src/runner/model/panel-view.ts";
import type { RunStatus } from "../../../src/runner/model/status.ts";
import { foldStep, pendingStep } from "./step-fold.ts";

/**
 * What a batch of events makes of a run. Pure: the given view stays as it was, and a step that no event touched is the same object in
 * the new one, so that a reader sees by identity what to draw again. Events of other runs, and those that the view holds already,
 * change nothing; `run.started` of another run begins a new view.
 */
export function foldRun(run: RunView | undefined, events: readonly RunEvent[]): RunView | undefined {
  let view = run;
  // One map for the batch: a run of thousands of steps is copied once, not once an event.
  let steps = new Map(view?.steps.map((step) => [step.id, step]));
  for (const event of events) {
    if (event.event === "run.started" && event.runId !== view?.id) {
      view = begun(event);
      steps = new Map(event.spec.invocations.map((invocation) => [invocation.id, pendingStep(invocation)]));
      continue;
    }
    if (event.runId !== view?.id || event.seq <= view.lastSeq || view.endedAt !== undefined) continue;
    view = { ...foldEvent(view, steps, event), lastSeq: event.seq };
  }
  return view === run ? run : view && { ...view, steps: [...steps.values()] };
}

/** Changes `steps` in place, and gives back what becomes of the rest. */
function foldEvent(view: RunView, steps: Map<string, StepView>, event: RunEvent): RunView {
  const running = view.status === "initializing" ? { ...view, status: "running" as const } : view;
  switch (event.event) {
    case "run.started":
      return view;
    case "step.added":
      if (!steps.has(event.invocation.id)) steps.set(event.invocation.id, pendingStep(event.invocation));
      return running;
    case "step.ready":
    case "step.started":
    case "step.progress":
    case "step.retrying":
    case "step.cached":
    case "artifact.saved":
    case "metadata.logged":
    case "tags.added":
    case "hook.ran":
    case "step.completed":
    case "step.failed":
    case "step.skipped":
    case "step.cancelled": {
      const step = steps.get(event.id);
      if (step !== undefined) steps.set(event.id, foldStep(step, event));
      return running;
    }
    case "warning":
      return { ...view, warnings: [...view.warnings, event.id === undefined ? event.message : `${event.id}: ${event.message}`] };
    case "run.completed":
      return over(view, "completed", event.at);
    case "run.failed":
      return { ...over(view, "failed", event.at), error: event.error };
    case "run.cancelled":
      return over(view, "cancelled", event.at);
    default:
      return event satisfies never;
  }
}

function begun({ runId, name, at, seq }: Extract<RunEvent, { event: "run.started" }>): RunView {
  return { id: runId, name, status: "initializing", startedAt: at, steps: [], warnings: [], lastSeq: seq };
}

function over(view: RunView, status: RunStatus, at: number): RunView {
  return { ...view, status, endedAt: at };
}
