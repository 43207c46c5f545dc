import { mostPoints, type Preview } from "./preview.ts";

/** Fewer numbers are read faster than a line. */
const fewest = 3;

/** The line that can be drawn of a value; undefined where it is no list of numbers, or too short. */
export function lineOf(preview: Preview): readonly number[] | undefined {
  switch (preview.kind) {
    case "json":
      return preview.line ?? (preview.truncated || !Array.isArray(preview.value) ? undefined : pointsOf(preview.value));
    case "array":
      return preview.line ?? (preview.head.length < (preview.shape[0] ?? 0) ? undefined : pointsOf(preview.head));
    case "scalar":
    case "text":
    case "table":
    case "image":
    case "opaque":
      return undefined;
    default:
      return preview satisfies never;
  }
}

/** Units of the box that a line is drawn in. */
export const lineBox = { width: 280, height: 64 } as const;

/** A line from the first number on the left to the last on the right, as the points of SVG, a unit away from the edges of its box. */
export function linePlaces(points: readonly number[]): string {
  const least = Math.min(...points);
  const range = Math.max(...points) - least || 1;
  const places = points.map((point, index) => {
    const x = 1 + (index * (lineBox.width - 2)) / (points.length - 1);
    return `${x.toFixed(1)},${(1 + (1 - (point - least) / range) * (lineBox.height - 2)).toFixed(1)}`;
  });
  return places.join(" ");
}

/** Some of a list's numbers, evenly spread; undefined where one of these is no finite number, all are the same, or the list is short. */
export function pointsOf(list: ArrayLike<unknown>): number[] | undefined {
  if (list.length < fewest) return undefined;
  const count = Math.min(list.length, mostPoints);
  const points: number[] = [];
  for (let index = 0; index < count; index++) {
    const point = list[Math.round((index * (list.length - 1)) / (count - 1))];
    if (typeof point !== "number" || !Number.isFinite(point)) return undefined;
    points.push(Number(point.toPrecision(4)));
  }
  return points.every((point) => point === points[0]) ? undefined : points;
}
