import * as vscode from "vscode";
import type { PlannedStepView } from "../../runner/model/panel.ts";
import type { Plan } from "../../runner/model/plan.ts";
import type { ComparedWith, Reason, Why } from "../../runner/model/why.ts";

/** How many lines of a difference in code the details of a step have room for. */
const mostLines = 12;

/**
 * Why a step ran, or did not have to, in sentences.
 *
 * @param most lines of each difference in code
 */
export const whySentences = ({ decision, comparedWith, because }: Why, most = mostLines): string[] => {
  const reasons = because.map((reason) => reasonText(reason, most));
  switch (decision) {
    case "hit":
      return [vscode.l10n.t("It was taken from the cache: nothing that counts has changed since {0}.", earlier(comparedWith)), ...reasons];
    case "kept":
      return [vscode.l10n.t("It was kept from {0}, which this run goes on from.", earlier(comparedWith)), ...reasons];
    case "off":
      return [vscode.l10n.t("It ran, since the cache is not used for it."), ...reasons];
    case "miss":
      return comparedWith === undefined
        ? [vscode.l10n.t("It ran."), ...reasons]
        : [vscode.l10n.t("It ran. This is different from {0}:", earlier(comparedWith)), ...reasons];
    default:
      return decision satisfies never;
  }
};

/** What a run would do with each step, as the panel says it. */
export const plannedSteps = ({ steps }: Plan): PlannedStepView[] =>
  steps.map(({ id, plan: { decision, because } }) => ({
    id,
    decision,
    because: because.map(({ name, detail }) => `${name} ${detail}`.trim()).join(", "),
  }));

const reasonText = ({ part, name, detail, diff }: Reason, most: number): string => {
  const text = `${part}: ${name} ${detail}`.trim();
  if (diff === undefined || diff === "") return text;
  // What is as it was is left out: there is little room.
  const lines = diff.split("\n").filter((line) => /^[+-]/.test(line));
  const more = lines.length > most ? ["…"] : [];
  return [text, ...lines.slice(0, most), ...more].join("\n");
};

const earlier = (compared: ComparedWith | undefined): string => {
  if (compared === undefined) return vscode.l10n.t("an earlier run");
  const { name, run, at } = compared;
  return at === undefined ? (name ?? run) : vscode.l10n.t("the run of {0}", new Date(at).toLocaleString(vscode.env.language));
};
