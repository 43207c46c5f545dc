import type { Size } from "../graph/layout.ts";
import type { Viewport } from "../state/view-state.ts";
import { boundsOf, isFrame, type Scene } from "./scene.ts";

export const fitPadding = 24;
/** A small graph is not blown up to fill the panel. */
const largestFit = 1.15;
/** Where all of a graph would be too small to read, it opens on its beginning at a zoom at which it can be read. */
export const readable = 0.5;
const openingZoom = 0.75;
/** The buttons of the zoom stand in the lower left corner, which is left to them where a card would lie under them and there is room elsewhere. */
const corner: Size = { width: 48, height: 104 };
const roomyWidth = 400;

/** Where the plane is to be in a view of a size: with all of the graph in sight, or, as it opens, with its beginning where all would be too small. */
export function settledViewport(scene: Scene, size: Size, mode: "opening" | "fit"): Viewport {
  const plain = viewportBeside(fitPadding, scene, size, mode);
  return size.width >= roomyWidth && isUnderCorner(scene, size, plain)
    ? viewportBeside(corner.width + fitPadding / 2, scene, size, mode)
    : plain;
}

/** `start`: the room that is left free on the left side. */
function viewportBeside(start: number, { layout, view, direction }: Scene, { width, height }: Size, mode: "opening" | "fit"): Viewport {
  const { left, top, right, bottom } = boundsOf(layout);
  const free = { width: width - start - fitPadding, height: height - 2 * fitPadding };
  const center = { x: start + free.width / 2, y: height / 2 };
  const fit = Math.min(free.width / Math.max(1, right - left), free.height / Math.max(1, bottom - top), largestFit);
  if (mode === "fit" || fit >= readable)
    return { zoom: fit, x: center.x - ((left + right) / 2) * fit, y: center.y - ((top + bottom) / 2) * fit };
  const zoom = openingZoom;
  const first = layout.nodes.get(view.nodes[0]?.id ?? "");
  /** Across the graph: its middle where all of it has room, else its first step. */
  const across = (from: number, to: number, room: number, begin: number): number =>
    ((to - from) * zoom <= room ? (from + to) / 2 : begin) * zoom;
  return direction === "down"
    ? { zoom, x: center.x - across(left, right, free.width, first?.x ?? left), y: fitPadding - top * zoom }
    : { zoom, x: start - left * zoom, y: center.y - across(top, bottom, free.height, first?.y ?? top) };
}

function isUnderCorner({ layout, view }: Scene, { height }: Size, { zoom, x, y }: Viewport): boolean {
  return view.nodes.some((node) => {
    const place = layout.nodes.get(node.id);
    if (place === undefined || isFrame(node)) return false;
    const [left, top] = [x + (place.x - place.width / 2) * zoom, y + (place.y - place.height / 2) * zoom];
    const [right, bottom] = [left + place.width * zoom, top + place.height * zoom];
    return left < corner.width && right > 0 && bottom > height - corner.height && top < height;
  });
}
