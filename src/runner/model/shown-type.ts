import type { Preview } from "./preview.ts";

/**
 * A type as a person reads it who looks at a value. What `html`, `markdown` and `csv` make has a class of ours, which nobody wrote: it is
 * called by its language, or a text where that is not known.
 */
export const shownType = (type: string, preview?: Preview): string =>
  type !== "TaggedText" ? type : preview?.kind === "text" ? preview.language : "text";
