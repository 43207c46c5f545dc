import type { ExportMessage, FromPanel, PanelAction } from "../../src/runner/model/panel.ts";
import type { StepView } from "../../src/runner/model/panel-view.ts";
import type { MenuEntry } from "./menu.ts";
import type { Direction } from "./graph/layout.ts";
import type { ViewNode } from "./graph/view.ts";
import type { Panel } from "./panel.ts";

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
}

/** What the menus depend on, of a panel. */
export function menuFacts(panel: Panel): MenuFacts {
  const { view, state } = panel;
  return {
    actions: state.snapshot?.actions ?? [],
    ...panel.shown,
    showMinimap: view.showMinimap,
    showDetails: view.showDetails,
    showPlan: state.plan !== undefined,
    hasGroups: state.graph?.steps.some(({ group = [] }) => group.length > 0) === true,
    isGraph: view.view === "graph",
  };
}

/** The menu of a node. */
export function nodeMenu(node: ViewNode, view: StepView | undefined, facts: MenuFacts, hands: PanelHands): readonly MenuEntry[] {
  switch (node.kind) {
    case "step":
      return stepMenu(node.step.id, node.id, view, facts, hands);
    case "group":
      return [
        { label: node.open ? "Collapse group" : "Expand group", key: "Enter", run: () => hands.toggleGroup(node.id) },
        ...(facts.isGraph ? [{ label: "Zoom to group", run: () => hands.zoomTo(node.id) }] : []),
      ];
    case "artifact": {
      const { producer } = node;
      if (producer === undefined) return [];
      const saved = producer.kind === "version" ? producer : view?.outputs.find(({ output }) => output === producer.output);
      return [
        ...(saved === undefined ? [] : [openEntry(saved.artifact, saved.version, hands)]),
        { label: "Zoom to artifact", run: () => hands.zoomTo(node.id) },
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
    { label: "Go to call", key: "Enter", run: () => send({ type: "goToCall", step }) },
    { label: "Go to code", run: () => send({ type: "goToCode", step }) },
    ...(attempt === undefined ? [] : [{ label: "Show log", run: () => send({ type: "showLog", step, attempt }) }]),
    ...outputs.map(({ artifact, version }) => openEntry(artifact, version, hands)),
    ...apart([
      ...offered("runFrom", "Run from here"),
      ...offered("runOnly", "Run only this step"),
      ...offered("runOnlyWith", "Run only this step with…"),
      ...offered("runStep", "Run step"),
      ...offered("debugStep", "Debug step"),
    ]),
    ...apart([
      ...(facts.isGraph ? [{ label: "Zoom to step", run: () => hands.zoomTo(node) }] : []),
      { label: "Show only its neighbourhood", run: () => hands.setNeighbourhood(true, step) },
    ]),
  ];
}

/** The menu behind the three dots, and of the plane. */
export function panelMenu(facts: MenuFacts, hands: PanelHands): readonly MenuEntry[] {
  const { direction, isGraph } = facts;
  const graphOnly: readonly MenuEntry[] = [
    { label: "Fit to panel", key: "0", run: hands.fit },
    { label: "Zoom in", key: "+", run: () => hands.zoomBy(1.25) },
    { label: "Zoom out", key: "−", run: () => hands.zoomBy(0.8) },
    { label: "Top down", checked: direction === "down", apart: true, run: () => hands.setDirection("down") },
    { label: "Left to right", checked: direction === "right", run: () => hands.setDirection("right") },
    { label: "Show artifacts", checked: facts.showArtifacts, apart: true, run: () => hands.setArtifacts(!facts.showArtifacts) },
    { label: "Only the neighbourhood", checked: facts.neighbourhood, run: () => hands.setNeighbourhood(!facts.neighbourhood) },
    { label: "Show minimap", checked: facts.showMinimap, run: () => hands.setMinimap(!facts.showMinimap) },
  ];
  const groups: readonly MenuEntry[] = facts.hasGroups
    ? [
        { label: "Collapse all groups", apart: true, run: () => hands.closeAllGroups(true) },
        { label: "Expand all groups", run: () => hands.closeAllGroups(false) },
      ]
    : [];
  const runs = apart([
    ...(facts.actions.includes("runWith")
      ? [{ label: "Run with parameters…", run: () => hands.send({ type: "act" as const, action: "runWith" as const }) }]
      : []),
    ...(facts.actions.includes("plan")
      ? [{ label: "Show what a run would do", checked: facts.showPlan, run: () => hands.setPlan(!facts.showPlan) }]
      : []),
  ]);
  return [
    ...(isGraph ? graphOnly : []),
    { label: "Show details", checked: facts.showDetails, run: () => hands.setDetails(!facts.showDetails) },
    ...groups,
    ...runs,
    { label: "Export as SVG…", apart: true, run: () => hands.exportAs("svg") },
    { label: "Export as PNG…", run: () => hands.exportAs("png") },
  ];
}

function openEntry(artifact: string, version: string, { send }: PanelHands): MenuEntry {
  return { label: `Open ${artifact} v${version}`, run: () => send({ type: "openArtifact", artifact, version }) };
}

function apart(entries: readonly MenuEntry[]): readonly MenuEntry[] {
  return entries.map((entry, index) => (index === 0 ? { ...entry, apart: true } : entry));
}
