import type { Invocation } from "../model/spec.ts";

/** Inline steps, and those that only the process that recorded them can run. */
export const isInline = ({ local, options }: Pick<Invocation, "local" | "options">): boolean =>
  local === true || options.runtime === "inline";
