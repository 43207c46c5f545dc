import * as l10n from "@vscode/l10n";
import type { Side } from "./graph/neighbourhood.ts";
import type { Panel } from "./panel.ts";
import { stepsText, type Card } from "./state/card.ts";

/** Draws the neighbours of a node that are not drawn so far, on one side of it, and brings them into sight. */
export function showMore(panel: Panel, node: string, side: Side): void {
  const count = panel.cards.get(node)?.hidden?.[side] ?? 0;
  const found = panel.node(node);
  if (count === 0 || found === undefined || found.kind === "artifact") return;
  const steps = found.kind === "step" ? [found.step.id] : found.steps;
  const before = new Set(panel.scene?.view.nodes.map(({ id }) => id));
  // The middle is where it is from now on: around another one nothing of this would be seen.
  const { anchor } = panel;
  panel.changeMemory({ anchor, opened: [...(panel.memory.opened ?? []), ...steps.map((step) => ({ step, side }))] });
  const added = panel.scene?.view.nodes.flatMap(({ id }) => (before.has(id) ? [] : [id])) ?? [];
  requestAnimationFrame(() => panel.parts.stage()?.revealAll([node, ...added]));
}

/** What a click on the mark of a card does, in words; undefined where there is nothing more on that side. */
export function moreText({ hidden }: Pick<Card, "hidden">, side: Side): string | undefined {
  const count = hidden?.[side] ?? 0;
  if (count === 0) return undefined;
  const args = [stepsText(count)];
  return side === "before"
    ? l10n.t({ message: "Show {0} before it", args, comment: ["{0} is a number of steps, such as 2 steps"] })
    : l10n.t({ message: "Show {0} after it", args, comment: ["{0} is a number of steps, such as 2 steps"] });
}
