import { resolve } from "node:path";
import type { PathMapping } from "./tsconfig.ts";

/**
 * The paths that `paths` of a tsconfig.json offers for a specifier, best first. The compiler's rule: an exact name wins, else the
 * pattern with the longest part before its `*`.
 *
 * `aliased({ base: "/w", paths: { "@/*": ["src/*"] } }, "@/data/load")` → `["/w/src/data/load"]`
 */
export function aliased({ base, paths }: PathMapping, specifier: string): string[] {
  const exact = paths[specifier];
  if (exact !== undefined) return exact.map((target) => resolve(base, target));
  let best: { readonly prefix: string; readonly star: string; readonly targets: readonly string[] } | undefined;
  for (const [pattern, targets] of Object.entries(paths)) {
    const [prefix = "", suffix] = pattern.split("*");
    if (suffix === undefined || specifier.length < prefix.length + suffix.length) continue;
    if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix)) continue;
    if (best !== undefined && best.prefix.length >= prefix.length) continue;
    best = { prefix, star: specifier.slice(prefix.length, specifier.length - suffix.length), targets };
  }
  if (best === undefined) return [];
  const { star, targets } = best;
  return targets.map((target) =>
    resolve(
      base,
      target.replace("*", () => star),
    ),
  );
}
