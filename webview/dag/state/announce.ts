import type { RunView, StepView } from "../../../src/runner/model/panel-view.ts";
import { runLook, stepLook } from "./status.ts";

/** Up to this many changes are told one by one, more of them in numbers. */
const few = 3;

/** What a screen reader says of a change: empty where nothing happened that a listener would want to know. */
export function announcement(before: RunView | undefined, after: RunView | undefined): string {
  if (after === undefined || after === before) return "";
  const known = new Map(before?.id === after.id ? before.steps.map((step) => [step.id, step.status]) : []);
  const changed = after.steps.filter(({ id, status }) => status !== "pending" && known.get(id) !== status);
  const parts =
    before?.id === after.id ? stepSentences(changed) : [`Run ${after.name}.`, ...(changed.length > 0 ? [countSentence(changed)] : [])];
  if (after.endedAt !== undefined && (before?.id !== after.id || before.endedAt === undefined)) {
    parts.push(`Run ${runLook(after.status).word.toLowerCase()}.`);
  }
  return parts.join(" ");
}

function stepSentences(steps: readonly StepView[]): string[] {
  if (steps.length > few) return [countSentence(steps)];
  return steps.map((step) => `${step.id} ${stepLook(step.status).word.toLowerCase()}${attemptText(step)}.`);
}

function attemptText({ status, attempts }: StepView): string {
  const attempt = attempts.at(-1)?.attempt ?? 1;
  return status === "running" && attempt > 1 ? `, attempt ${String(attempt)}` : "";
}

function countSentence(steps: readonly StepView[]): string {
  const counts = new Map<string, number>();
  for (const { status } of steps) {
    const word = stepLook(status).word.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return `${[...counts].map(([word, count]) => `${String(count)} ${word}`).join(", ")}.`;
}
