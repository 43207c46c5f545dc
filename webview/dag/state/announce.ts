import * as l10n from "@vscode/l10n";
import type { RunView, StepView } from "../../../src/runner/model/panel-view.ts";
import { inSentence } from "./status.ts";

/** Up to this many changes are told one by one, more of them in numbers. */
const few = 3;

/** What a screen reader says of a change: empty where nothing happened that a listener would want to know. */
export function announcement(before: RunView | undefined, after: RunView | undefined): string {
  if (after === undefined || after === before) return "";
  const known = new Map(before?.id === after.id ? before.steps.map((step) => [step.id, step.status]) : []);
  const changed = after.steps.filter(({ id, status }) => status !== "pending" && known.get(id) !== status);
  const parts =
    before?.id === after.id ? stepSentences(changed) : [runText(after.name), ...(changed.length > 0 ? [countSentence(changed)] : [])];
  if (after.endedAt !== undefined && (before?.id !== after.id || before.endedAt === undefined)) {
    parts.push(l10n.t({ message: "Run {0}.", args: [inSentence(after.status)], comment: ["{0} is a status, such as completed"] }));
  }
  return parts.join(" ");
}

function stepSentences(steps: readonly StepView[]): string[] {
  if (steps.length > few) return [countSentence(steps)];
  return steps.map(stepSentence);
}

function stepSentence({ id, status, attempts }: StepView): string {
  const attempt = attempts.at(-1)?.attempt ?? 1;
  return status === "running" && attempt > 1
    ? l10n.t("{0} {1}, attempt {2}.", id, inSentence(status), attempt)
    : l10n.t({ message: "{0} {1}.", args: [id, inSentence(status)], comment: ["{0} is a step, {1} a status, such as completed"] });
}

function runText(name: string): string {
  return l10n.t({ message: "Run {0}.", args: [name], comment: ["{0} is the name of a run"] });
}

function countSentence(steps: readonly StepView[]): string {
  const counts = new Map<string, number>();
  for (const { status } of steps) {
    const word = inSentence(status);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return `${[...counts].map(([word, count]) => `${String(count)} ${word}`).join(", ")}.`;
}
