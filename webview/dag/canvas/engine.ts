import cytoscape, { type Core, type ElementDefinition, type EdgeSingular, type StylesheetJson } from "cytoscape";
import type { Theme } from "../../shared/theme.ts";
import { curveOf, relativeControls } from "./edge-curve.ts";
import { edgeLook, isFrame, type EdgeLook, type Scene } from "./scene.ts";

/** Cytoscape adds a style sheet of its own unless it finds one by this name, and the page's policy would refuse it and say so. */
const styleSheetId = "__________cytoscape_stylesheet";

/**
 * The engine of the graph: it holds the plane, moves and zooms it by mouse, wheel and touch, finds what was hit, and draws the edges.
 * Cards are drawn above it by `CardLayer`, as a card changes many times a second and is more than a shape with a label.
 */
export function startEngine(container: HTMLElement): Core {
  if (document.getElementById(styleSheetId) === null) {
    const instead = document.createElement("template");
    instead.id = styleSheetId;
    document.head.append(instead);
  }
  return cytoscape({
    container,
    minZoom: 0.02,
    maxZoom: 3,
    boxSelectionEnabled: false,
    autoungrabify: true,
    autounselectify: true,
    selectionType: "single",
  });
}

/** Puts the scene's nodes and edges into the engine, in place of those that it had. */
export function fillEngine(core: Core, { view, layout, direction }: Scene): void {
  const elements: ElementDefinition[] = [];
  for (const node of view.nodes) {
    const place = layout.nodes.get(node.id);
    if (place === undefined) continue;
    const { x, y, width, height } = place;
    // Whoever drags a card moves the plane: cards have their places from the layout.
    elements.push({
      group: "nodes",
      pannable: true,
      data: { id: node.id, width, height },
      position: { x, y },
      classes: isFrame(node) ? "frame" : "card",
    });
  }
  for (const { id, source, target, kind } of view.edges) {
    const from = layout.nodes.get(source);
    const to = layout.nodes.get(target);
    if (from === undefined || to === undefined) continue;
    const { weights, distances } = relativeControls(curveOf(from, to, layout.bends.get(id) ?? [], direction), from, to);
    elements.push({ group: "edges", data: { id, source, target, weights, distances }, classes: kind });
  }
  core.batch(() => {
    core.elements().remove();
    core.add(elements);
  });
}

/** Marks which edges lead to what is selected, and which stand back: `dimmed` has the nodes that do. */
export function markEdges(core: Core, { view }: Scene, selected: string | undefined, dimmed: ReadonlySet<string>): void {
  core.batch(() => {
    for (const edge of view.edges) {
      const look = edgeLook(edge, selected, (node) => dimmed.has(node));
      const drawn = core.getElementById(edge.id);
      for (const name of ["near", "dimmed"] satisfies EdgeLook[]) drawn.toggleClass(name, look === name);
    }
  });
}

/** Colours do not follow the theme by themselves: this is called when it changes. */
export function styleEngine(core: Core, theme: Theme, direction: Scene["direction"]): void {
  const down = direction === "down";
  const { colours } = theme;
  const style: StylesheetJson = [
    {
      selector: "node",
      style: {
        shape: "rectangle",
        width: "data(width)",
        height: "data(height)",
        "background-opacity": 0,
        "overlay-opacity": 0,
        "z-index-compare": "manual",
        "z-index": 2,
      },
    },
    { selector: "node.frame", style: { "z-index": 0 } },
    {
      selector: "edge",
      style: {
        width: theme.highContrast ? 1.5 : 1.25,
        "line-color": colours.edge,
        "curve-style": "unbundled-bezier",
        "control-point-weights": (edge: EdgeSingular) => edge.data("weights") as number[],
        "control-point-distances": (edge: EdgeSingular) => edge.data("distances") as number[],
        "edge-distances": "node-position",
        "source-endpoint": down ? "0% 50%" : "50% 0%",
        "target-endpoint": down ? "0% -50%" : "-50% 0%",
        "target-arrow-shape": "triangle",
        "target-arrow-color": colours.edge,
        "arrow-scale": 0.8,
        "overlay-opacity": 0,
        events: "no",
        "z-index-compare": "manual",
        "z-index": 1,
      },
    },
    { selector: "edge.after", style: { "line-style": "dashed", "line-dash-pattern": [5, 4] } },
    { selector: "edge.dimmed", style: { opacity: 0.3 } },
    { selector: "edge.near", style: { "line-color": colours.focus, "target-arrow-color": colours.focus, width: 2, "z-index": 1 } },
  ];
  core.style(style);
}
