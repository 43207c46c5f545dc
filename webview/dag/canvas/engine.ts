import cytoscape, { type Core } from "cytoscape";

/** Cytoscape adds a style sheet of its own unless it finds one by this name, and the page's policy would refuse it and say so. */
const styleSheetId = "__________cytoscape_stylesheet";

/**
 * The engine of the graph: it holds the plane, moves and zooms it by mouse, wheel and touch, and finds what was hit. It draws nothing:
 * `CardLayer` draws below and above it. A card changes many times a second and is more than a shape with a label, and the curves of two
 * thousand edges would take the engine half a second before the first of them is seen.
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
    style: [
      {
        selector: "node",
        style: {
          shape: "rectangle",
          width: "data(width)",
          height: "data(height)",
          opacity: 0,
          "overlay-opacity": 0,
          "z-index-compare": "manual",
          "z-index": 2,
        },
      },
      { selector: "node.frame", style: { "z-index": 0 } },
    ],
  });
}
