import * as l10n from "@vscode/l10n";
import type { Failure } from "../../../src/runner/model/failure.ts";
import type { GraphContext } from "../../../src/runner/model/graph.ts";
import type { RunView, StepView } from "../../../src/runner/model/panel-view.ts";
import type { PlannedStepView } from "../../../src/runner/model/panel.ts";
import { shownType } from "../../../src/runner/model/shown-type.ts";
import type { StepStatus } from "../../../src/runner/model/status.ts";
import { spanText, tickingText } from "../../shared/time.ts";
import type { Hidden } from "../graph/neighbourhood.ts";
import type { ViewNode } from "../graph/view.ts";
import { planLines, planLook } from "./plan.ts";
import { statusWord, stepLook, together, type StatusLook } from "./status.ts";

/** What a node says, in words: the same on the canvas, in the list and to a screen reader. */
export interface Card {
  readonly kind: ViewNode["kind"];
  readonly title: string;
  /** The second line; empty where there is nothing to say. */
  readonly subtitle: string;
  /** The third line, which what has run may have: which attempt it is, what it says of its progress, or why it ended as it did. */
  readonly note?: string;
  /** Absent where no run is drawn, and of artifacts. */
  readonly status?: StepStatus;
  /** In place of a status: what a run would do with it. */
  readonly planned?: PlannedStepView["decision"];
  /** Between 0 and 1, while it runs and says so. */
  readonly fraction?: number;
  /** Of a graph read from source: the loops and branches around the call, outermost first. */
  readonly within?: readonly GraphContext[];
  /** At the edge of a neighbourhood: how many steps before and after it are not drawn. */
  readonly hidden?: Hidden;
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
      if (planned !== undefined) return { kind: "step", title, ...planLines(planned), planned: planned.decision };
      const plain = step === id ? typesOf(outputs) : step;
      if (run === undefined || view === undefined)
        return { kind: "step", title, subtitle: plain, ...(within.length > 0 ? { within } : {}) };
      const fraction = view.status === "running" ? view.progress?.fraction : undefined;
      const [subtitle, note] = [stateLine(view, now), noteOf(view)];
      return {
        kind: "step",
        title,
        subtitle,
        ...(note === "" ? {} : { note }),
        status: view.status,
        ...(fraction === undefined ? {} : { fraction }),
      };
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
  return lineOf([stateLine(view, now), attemptText(view), messageOf(view)]);
}

/** Parts of a line, without those that say nothing. */
export const lineOf = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== "").join(" · ");

/** `Running · 12 s · 40 %`. It fits on the narrowest card. */
function stateLine(view: StepView, now: number): string {
  const { status, progress } = view;
  const timed = status !== "cached" && status !== "skipped";
  const fraction = status === "running" ? progress?.fraction : undefined;
  return lineOf([
    statusWord(status),
    timed ? spanOf(view, now) : "",
    status === "retrying" ? retryText(view, now) : "",
    fraction === undefined ? "" : `${String(Math.round(fraction * 100))} %`,
  ]);
}

/** What there is to say of a step beyond its state, in a line: why it failed or did not run included, which elsewhere stands by itself. */
function noteOf(view: StepView): string {
  const { status, error, skippedBecause = [] } = view;
  const reason = status === "failed" && error !== undefined ? errorText(error) : "";
  const because = status === "skipped" && skippedBecause.length > 0 ? l10n.t("because of {0}", skippedBecause.join(", ")) : "";
  return lineOf([attemptText(view), messageOf(view), reason, because]);
}

function attemptText({ status, attempts, maxAttempts }: StepView): string {
  const attempt = attempts.at(-1)?.attempt ?? 0;
  if (attempt < 1 || (attempt === 1 && status !== "retrying")) return "";
  return maxAttempts === undefined ? l10n.t("attempt {0}", attempt) : l10n.t("attempt {0} of {1}", attempt, maxAttempts);
}

const messageOf = ({ status, progress }: StepView): string => (status === "running" ? (progress?.message ?? "") : "");

/** An error on one line. */
function errorText({ message, thrown }: Failure): string {
  const text = thrown === undefined ? message : lineOfError(thrown.name, thrown.message);
  return text.trim().split("\n", 1)[0] ?? "";
}

const lineOfError = (name: string, message: string): string => (message === "" ? name : `${name}: ${message}`);

/** `2 steps before it not drawn, 1 step after it not drawn`; empty where all of its neighbours are. */
export function hiddenText(hidden: Hidden | undefined): string {
  const { before = 0, after = 0 } = hidden ?? {};
  const parts = [
    before === 0
      ? ""
      : l10n.t({ message: "{0} before it not drawn", args: [stepsText(before)], comment: ["{0} is a number of steps, such as 2 steps"] }),
    after === 0
      ? ""
      : l10n.t({ message: "{0} after it not drawn", args: [stepsText(after)], comment: ["{0} is a number of steps, such as 2 steps"] }),
  ];
  return parts.filter((part) => part !== "").join(", ");
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
  return outputs.flatMap(({ type }) => (type === "?" ? [] : [shownType(type)])).join(", ");
}
