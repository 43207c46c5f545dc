import type { PlannedStepView, ShownPlan } from "../../../src/runner/model/panel.ts";
import type { StatusLook } from "./status.ts";

/** What a run would do, by step; undefined where that is not shown or not known. */
export function plannedSteps(plan: ShownPlan | "asked" | undefined): ReadonlyMap<string, PlannedStepView> | undefined {
  if (plan === undefined || plan === "asked" || plan.kind === "problem") return undefined;
  return new Map(plan.steps.map((step) => [step.id, step]));
}

/** `Would run · parameter epochs 10 → 20`. */
export function planText({ decision, because }: PlannedStepView): string {
  const word = words[decision];
  return because === "" || decision === "hit" ? word : `${word} · ${because}`;
}

/** The mark of a step by what a run would do with it. */
export const planLook = {
  hit: { icon: "history", colour: "cached" },
  kept: { icon: "history", colour: "cached" },
  miss: { icon: "play", colour: "running" },
  off: { icon: "play", colour: "running" },
  unknown: { icon: "circle", colour: "quiet" },
} as const satisfies Record<PlannedStepView["decision"], { icon: string; colour: StatusLook["colour"] }>;

const words = {
  hit: "Would be cached",
  kept: "Would be kept",
  miss: "Would run",
  off: "Would run",
  unknown: "Open until the steps before it have run",
} as const satisfies Record<PlannedStepView["decision"], string>;

/** What a run would do, in one line. */
export function planSummary(plan: ShownPlan | "asked"): string {
  if (plan === "asked") return "Finding out what a run would do…";
  if (plan.kind === "problem") return `It cannot be said what a run would do: ${plan.failure.message} ${plan.failure.help}`;
  const count = (...decisions: readonly PlannedStepView["decision"][]): number =>
    plan.steps.filter(({ decision }) => decisions.includes(decision)).length;
  const parts = [
    [count("miss", "off"), "would run"],
    [count("hit", "kept"), "would be cached"],
    [count("unknown"), "open"],
  ] as const;
  const said = parts.flatMap(([number, word]) => (number === 0 ? [] : [`${String(number)} ${word}`]));
  return `If it ran now: ${said.length === 0 ? "the steps are known when it runs" : said.join(", ")}.`;
}
