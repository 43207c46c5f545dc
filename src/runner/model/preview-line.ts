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
