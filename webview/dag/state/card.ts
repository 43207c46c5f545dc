import * as l10n from "@vscode/l10n";
import type { GraphContext } from "../../../src/runner/model/graph.ts";
import type { RunView, StepView } from "../../../src/runner/model/panel-view.ts";
import type { PlannedStepView } from "../../../src/runner/model/panel.ts";
import type { StepStatus } from "../../../src/runner/model/status.ts";
import { spanText, tickingText } from "../../shared/time.ts";
import type { ViewNode } from "../graph/view.ts";
import { planLook, planText } from "./plan.ts";
import { statusWord, stepLook, together, type StatusLook } from "./status.ts";

/** What a node says, in words: the same on the canvas, in the list and to a screen reader. */
export interface Card {
  readonly kind: ViewNode["kind"];
  readonly title: string;
  /** The second line; empty where there is nothing to say. */
  readonly subtitle: string;
  /** Absent where no run is drawn, and of artifacts. */
  readonly status?: StepStatus;
  /** In place of a status: what a run would do with it. */
  readonly planned?: PlannedStepView["decision"];
  /** Between 0 and 1, while it runs and says so. */
  readonly fraction?: number;
  /** Of a graph read from source: the loops and branches around the call, outermost first. */
  readonly within?: readonly GraphContext[];
}

/** The mark and the colour of a card; undefined where it says nothing of a run. */
export function cardLook({
  status,
  planned,
}: Card): (Pick<StatusLook, "colour"> & { readonly icon: StatusLook["icon"] | "play" }) | undefined {
  if (status !== undefined) return stepLook(status);
  return planned === undefined ? undefined : planLook[planned];
}

/** Cards of the nodes of a run at one moment. `now` is by the host's clock. */
export function cardOf(
  node: ViewNode,
  steps: ReadonlyMap<string, StepView>,
  run: RunView | undefined,
  now: number,
  plan?: ReadonlyMap<string, PlannedStepView>,
): Card {
  switch (node.kind) {
    case "step": {
      const { id, step, outputs, within = [] } = node.step;
      const view = steps.get(id);
      const title = id;
      const planned = plan?.get(id);
      if (planned !== undefined) return { kind: "step", title, subtitle: planText(planned), planned: planned.decision };
      const plain = step === id ? typesOf(outputs) : step;
      if (run === undefined || view === undefined)
        return { kind: "step", title, subtitle: plain, ...(within.length > 0 ? { within } : {}) };
      const fraction = view.status === "running" ? view.progress?.fraction : undefined;
      return { kind: "step", title, subtitle: statusText(view, now), status: view.status, ...(fraction === undefined ? {} : { fraction }) };
    }
    case "artifact":
      return { kind: "artifact", title: node.name, subtitle: node.type ?? "" };
    case "group": {
      const views = node.steps.flatMap((id) => steps.get(id) ?? []);
      const count = stepsText(node.steps.length);
      if (run === undefined || views.length === 0) return { kind: "group", title: node.name, subtitle: count };
      const status = together(views.map((view) => view.status));
      const done = views.filter((view) => view.endedAt !== undefined).length;
      const fraction = status === "running" ? { fraction: done / views.length } : {};
      const progress = done < views.length ? l10n.t("{0} of {1}", done, count) : count;
      return { kind: "group", title: node.name, subtitle: `${statusWord(status)} · ${progress}`, status, ...fraction };
    }
    default:
      return node satisfies never;
  }
}

/** The loops and branches around a call, in words: `in a loop: for (const part of parts)`. */
export function contextText({ kind, text }: GraphContext): string {
  return kind === "loop" ? l10n.t("in a loop: {0}", text) : l10n.t("in a branch: {0}", text);
}

/** The same of a call, as a sentence of its own. */
export function calledText({ kind, text }: GraphContext): string {
  return kind === "loop" ? l10n.t("Called in a loop: {0}", text) : l10n.t("Called in a branch: {0}", text);
}

/** `1 step`, `12 steps`. */
export function stepsText(count: number): string {
  return count === 1 ? l10n.t("1 step") : l10n.t("{0} steps", count);
}

/** `Running · 12 s · 40 % · attempt 2 of 4 · epoch 3`. */
export function statusText(view: StepView, now: number): string {
  const { status, progress } = view;
  const parts = [statusWord(status)];
  const span = spanOf(view, now);
  if (span !== undefined && status !== "cached" && status !== "skipped") parts.push(span);
  const attempt = view.attempts.at(-1)?.attempt ?? 0;
  if (attempt > 1 || (status === "retrying" && attempt > 0)) {
    parts.push(view.maxAttempts === undefined ? l10n.t("attempt {0}", attempt) : l10n.t("attempt {0} of {1}", attempt, view.maxAttempts));
  }
  // After the attempt: what does not fit on a card is cut off at its end, and this changes each second.
  if (status === "retrying") parts.push(retryText(view, now));
  if (status === "running" && progress?.fraction !== undefined) parts.push(`${String(Math.round(progress.fraction * 100))} %`);
  if (status === "running" && progress?.message !== undefined) parts.push(progress.message);
  return parts.join(" · ");
}

function spanOf({ status, startedAt, endedAt }: StepView, now: number): string | undefined {
  if (startedAt === undefined) return undefined;
  if (endedAt !== undefined) return spanText(endedAt - startedAt);
  return status === "running" ? tickingText(now - startedAt) : undefined;
}

function retryText({ retryAt }: StepView, now: number): string {
  const left = retryAt === undefined ? 0 : Math.ceil((retryAt - now) / 1000);
  return left > 0 ? l10n.t("again in {0} s", left) : l10n.t("again now");
}

function typesOf(outputs: readonly { readonly type: string }[]): string {
  // A type that the source does not tell is no news.
  return outputs.flatMap(({ type }) => (type === "?" ? [] : [type])).join(", ");
}
