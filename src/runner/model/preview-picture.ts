import type { Preview } from "./preview.ts";

/** A picture in words: `PNG, 320 × 160`. */
export const pictureFacts = ({ format, width, height }: Extract<Preview, { kind: "image" }>): string =>
  `${format.toUpperCase()}, ${String(width)} × ${String(height)}`;
