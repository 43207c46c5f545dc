/** Small pictures for hovers, drawn by us: nothing that is stored becomes part of them but numbers. */

import { lineBox, linePlaces } from "../../runner/model/preview-line.ts";

const width = 96;
const height = 20;
const gap = 1;
/** A picture in a column that is set to the right would touch the column before, and space before it in the cell is too little. */
const lead = 16;

/**
 * Bars of a histogram as an SVG image of a data address. Grey-blue is read on light and dark ground alike.
 * @param counts at least one of them above 0
 */
export const histogramImage = (counts: readonly number[]): string => {
  const most = Math.max(...counts, 1);
  const step = width / Math.max(1, counts.length);
  const bars = counts
    .map((count, index) => {
      const bar = Math.max(count > 0 ? 1 : 0, (count / most) * height);
      return `<rect x="${number(lead + index * step)}" y="${number(height - bar)}" width="${number(step - gap)}" height="${number(bar)}"/>`;
    })
    .join("");
  return imageOf(`<g fill="#6c8ebf">${bars}</g>`, lead + width);
};

/**
 * Numbers as a line, from the first on the left to the last on the right.
 * @param points at least two
 */
export const lineImage = (points: readonly number[]): string => {
  const line = `<polyline fill="none" stroke="#6c8ebf" stroke-width="1.5" stroke-linejoin="round" points="${linePlaces(points)}"/>`;
  return imageOf(line, lineBox.width, lineBox.height);
};

const imageOf = (content: string, wide: number, high = height): string => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(wide)}" height="${String(high)}">${content}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
};

const number = (value: number): string => (Number.isFinite(value) ? value.toFixed(1).replace(/\.0$/, "") : "0");
