import * as l10n from "@vscode/l10n";
import type { ExportMessage, FromPanel, PanelAction } from "../../src/runner/model/panel.ts";
import type { StepView } from "../../src/runner/model/panel-view.ts";
import type { MenuEntry } from "./menu.ts";
import type { Direction } from "./graph/layout.ts";
import type { Side } from "./graph/neighbourhood.ts";
import type { ViewNode } from "./graph/view.ts";
import type { Panel } from "./panel.ts";
import { moreText } from "./show-more.ts";

/** What a menu can ask of the panel itself. */
export interface PanelHands {
  readonly send: (message: FromPanel) => void;
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly setDirection: (direction: Direction) => void;
  readonly setArtifacts: (show: boolean) => void;
  readonly setMinimap: (show: boolean) => void;
  readonly setDetails: (show: boolean) => void;
  readonly setPlan: (show: boolean) => void;
  /** `anchor` absent: around what is selected. */
  readonly setNeighbourhood: (only: boolean, anchor?: string) => void;
  readonly showMore: (node: string, side: Side) => void;
  readonly closeAllGroups: (closed: boolean) => void;
  readonly toggleGroup: (group: string) => void;
  readonly zoomTo: (node: string) => void;
  readonly exportAs: (format: ExportMessage["format"]) => void;
}

export interface MenuFacts {
  readonly actions: readonly PanelAction[];
  readonly direction: Direction;
  readonly showArtifacts: boolean;
  readonly showMinimap: boolean;
  readonly showDetails: boolean;
  readonly showPlan: boolean;
  readonly neighbourhood: boolean;
  readonly hasGroups: boolean;
  readonly isGraph: boolean;
  /** Of the node that the menu is for: what clicks on its marks do, in words. */
  readonly more: Readonly<Partial<Record<Side, string>>>;
}

/** What the menus depend on, of a panel and of the node that it is for. */
export function menuFacts(panel: Panel, node?: string): MenuFacts {
  const { view, state } = panel;
  const card = panel.cards.get(node ?? "") ?? {};
  return {
    actions: state.snapshot?.actions ?? [],
    ...panel.shown,
    showMinimap: view.showMinimap,
    showDetails: view.showDetails,
    showPlan: state.plan !== undefined,
    hasGroups: state.graph?.steps.some(({ group = [] }) => group.length > 0) === true,
    isGraph: view.view === "graph",
    more: { before: moreText(card, "before"), after: moreText(card, "after") },
  };
}

/** The menu of a node. */
export function nodeMenu(node: ViewNode, view: StepView | undefined, facts: MenuFacts, hands: PanelHands): readonly MenuEntry[] {
  switch (node.kind) {
    case "step":
      return stepMenu(node.step.id, node.id, view, facts, hands);
    case "group":
      return [
        {
          label: node.open ? l10n.t("Collapse group") : l10n.t("Expand group"),
          key: l10n.t("Enter"),
          run: () => hands.toggleGroup(node.id),
        },
        ...(facts.isGraph ? [{ label: l10n.t("Zoom to group"), run: () => hands.zoomTo(node.id) }] : []),
        ...moreEntries(node.id, facts, hands),
      ];
    case "artifact": {
      const { producer } = node;
      if (producer === undefined) return [];
      const saved = producer.kind === "version" ? producer : view?.outputs.find(({ output }) => output === producer.output);
      return [
        ...(saved === undefined ? [] : [openEntry(saved.artifact, saved.version, hands)]),
        { label: l10n.t("Zoom to artifact"), run: () => hands.zoomTo(node.id) },
      ];
    }
    default:
      return node satisfies never;
  }
}

function stepMenu(step: string, node: string, view: StepView | undefined, facts: MenuFacts, hands: PanelHands): readonly MenuEntry[] {
  const { send } = hands;
  const offered = (action: PanelAction, label: string): MenuEntry[] =>
    facts.actions.includes(action) ? [{ label, run: () => send({ type: "act", action, step }) }] : [];
  const attempt = view?.attempts.at(-1)?.attempt;
  const outputs = view?.outputs ?? [];
  return [
    { label: l10n.t("Go to call"), key: l10n.t("Enter"), run: () => send({ type: "goToCall", step }) },
    { label: l10n.t("Go to code"), run: () => send({ type: "goToCode", step }) },
    ...(attempt === undefined ? [] : [{ label: l10n.t("Show log"), run: () => send({ type: "showLog", step, attempt }) }]),
    ...outputs.map(({ artifact, version }) => openEntry(artifact, version, hands)),
    ...apart([
      ...offered("runFrom", l10n.t("Run from here")),
      ...offered("runOnly", l10n.t("Run only this step")),
      ...offered("runOnlyWith", l10n.t("Run only this step with…")),
      ...offered("runStep", l10n.t("Run step")),
      ...offered("debugStep", l10n.t("Debug step")),
    ]),
    ...apart([
      ...(facts.isGraph ? [{ label: l10n.t("Zoom to step"), run: () => hands.zoomTo(node) }] : []),
      ...moreEntries(node, facts, hands),
      { label: l10n.t("Show only its neighbourhood"), run: () => hands.setNeighbourhood(true, step) },
    ]),
  ];
}

/** The menu behind the three dots, and of the plane. */
export function panelMenu(facts: MenuFacts, hands: PanelHands): readonly MenuEntry[] {
  const { direction, isGraph } = facts;
  const graphOnly: readonly MenuEntry[] = [
    { label: l10n.t("Fit to panel"), key: "0", run: hands.fit },
    { label: l10n.t("Zoom in"), key: "+", run: () => hands.zoomBy(1.25) },
    { label: l10n.t("Zoom out"), key: "−", run: () => hands.zoomBy(0.8) },
    { label: l10n.t("Top down"), checked: direction === "down", apart: true, run: () => hands.setDirection("down") },
    { label: l10n.t("Left to right"), checked: direction === "right", run: () => hands.setDirection("right") },
    { label: l10n.t("Show artifacts"), checked: facts.showArtifacts, apart: true, run: () => hands.setArtifacts(!facts.showArtifacts) },
    { label: l10n.t("Only the neighbourhood"), checked: facts.neighbourhood, run: () => hands.setNeighbourhood(!facts.neighbourhood) },
    { label: l10n.t("Show minimap"), checked: facts.showMinimap, run: () => hands.setMinimap(!facts.showMinimap) },
  ];
  const groups: readonly MenuEntry[] = facts.hasGroups
    ? [
        { label: l10n.t("Collapse all groups"), apart: true, run: () => hands.closeAllGroups(true) },
        { label: l10n.t("Expand all groups"), run: () => hands.closeAllGroups(false) },
      ]
    : [];
  const runs = apart([
    ...(facts.actions.includes("runWith")
      ? [{ label: l10n.t("Run with parameters…"), run: () => hands.send({ type: "act" as const, action: "runWith" as const }) }]
      : []),
    ...(facts.actions.includes("plan")
      ? [{ label: l10n.t("Show what a run would do"), checked: facts.showPlan, run: () => hands.setPlan(!facts.showPlan) }]
      : []),
  ]);
  return [
    ...(isGraph ? graphOnly : []),
    { label: l10n.t("Show details"), checked: facts.showDetails, run: () => hands.setDetails(!facts.showDetails) },
    ...groups,
    ...runs,
    { label: l10n.t("Export as SVG…"), apart: true, run: () => hands.exportAs("svg") },
    { label: l10n.t("Export as PNG…"), run: () => hands.exportAs("png") },
  ];
}

function moreEntries(node: string, { more }: MenuFacts, hands: PanelHands): readonly MenuEntry[] {
  const keys = { before: l10n.t("Shift+Up"), after: l10n.t("Shift+Down") };
  return (["before", "after"] as const).flatMap((side) => {
    const label = more[side];
    return label === undefined ? [] : [{ label, key: keys[side], run: () => hands.showMore(node, side) }];
  });
}

function openEntry(artifact: string, version: string, { send }: PanelHands): MenuEntry {
  return { label: l10n.t("Open {0} v{1}", artifact, version), run: () => send({ type: "openArtifact", artifact, version }) };
}

function apart(entries: readonly MenuEntry[]): readonly MenuEntry[] {
  return entries.map((entry, index) => (index === 0 ? { ...entry, apart: true } : entry));
}
