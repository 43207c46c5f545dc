import * as l10n from "@vscode/l10n";
import type { PlannedStepView, ShownPlan } from "../../../src/runner/model/panel.ts";
import type { StatusLook } from "./status.ts";

/** What a run would do, by step; undefined where that is not shown or not known. */
export function plannedSteps(plan: ShownPlan | "asked" | undefined): ReadonlyMap<string, PlannedStepView> | undefined {
  if (plan === undefined || plan === "asked" || plan.kind === "problem") return undefined;
  return new Map(plan.steps.map((step) => [step.id, step]));
}

/** `Would run`, and below it why: `parameter epochs 10 → 20`. */
export function planLines({ decision, because }: PlannedStepView): { readonly subtitle: string; readonly note?: string } {
  const subtitle = planWord(decision);
  const note = decision === "unknown" ? l10n.t("steps before it decide") : because;
  return note === "" || decision === "hit" ? { subtitle } : { subtitle, note };
}

/** The mark of a step by what a run would do with it. */
export const planLook = {
  hit: { icon: "history", colour: "cached" },
  kept: { icon: "history", colour: "cached" },
  miss: { icon: "play", colour: "running" },
  off: { icon: "play", colour: "running" },
  unknown: { icon: "circle", colour: "quiet" },
} as const satisfies Record<PlannedStepView["decision"], { icon: string; colour: StatusLook["colour"] }>;

function planWord(decision: PlannedStepView["decision"]): string {
  switch (decision) {
    case "hit":
      return l10n.t("Would be cached");
    case "kept":
      return l10n.t("Would be kept");
    case "miss":
    case "off":
      return l10n.t("Would run");
    case "unknown":
      return l10n.t({ message: "Open", args: [], comment: ["Not decided yet"] });
    default:
      return decision satisfies never;
  }
}

/** What a run would do, in one line. */
export function planSummary(plan: ShownPlan | "asked"): string {
  if (plan === "asked") return l10n.t("Finding out what a run would do…");
  if (plan.kind === "problem") {
    const { message, help } = plan.failure;
    return l10n.t("It cannot be said what a run would do: {0} {1}", message, help);
  }
  const count = (...decisions: readonly PlannedStepView["decision"][]): number =>
    plan.steps.filter(({ decision }) => decisions.includes(decision)).length;
  const parts = [
    [count("miss", "off"), (number: number) => l10n.t("{0} would run", number)],
    [count("hit", "kept"), (number: number) => l10n.t("{0} would be cached", number)],
    [count("unknown"), (number: number) => l10n.t("{0} open", number)],
  ] as const;
  const said = parts.flatMap(([number, text]) => (number === 0 ? [] : [text(number)]));
  return said.length === 0 ? l10n.t("If it ran now: the steps are known when it runs.") : l10n.t("If it ran now: {0}.", said.join(", "));
}
