import type { Invocation } from "../model/spec.ts";
import { upstreamOf } from "../sdk/recording/validate.ts";
import { isInline } from "./is-inline.ts";

/** How many isolated steps can run at the same time at most, counted by levels: enough to decide how many workers to start ahead. */
export const isolatedWidth = (invocations: readonly Invocation[]): number => {
  const levels = new Map<string, number>();
  const widths = new Map<number, number>();
  for (const invocation of invocations) {
    // In the order of the calls, everything but an id in `after` stands before what uses it.
    const level = 1 + Math.max(0, ...upstreamOf(invocation).map((id) => levels.get(id) ?? 0));
    levels.set(invocation.id, level);
    if (!isInline(invocation)) widths.set(level, (widths.get(level) ?? 0) + 1);
  }
  return Math.max(0, ...widths.values());
};
