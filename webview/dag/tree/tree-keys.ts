import type { Side } from "../graph/neighbourhood.ts";
import type { TreeItem } from "./tree-items.ts";

/** What a key means in a tree. `typed`: what was typed so far to find a row by its name. */
export type TreeMove = { readonly typed?: string } & (
  | { readonly kind: "focus"; readonly item: TreeItem }
  /** Draws the steps that stand on one side of it. */
  | { readonly kind: "more"; readonly side: Side }
  | { readonly kind: "select" | "open" | "menu" | "toggle" | "none" }
);

/** The keys of a tree as WAI-ARIA's authoring practices have them. Undefined: the key is not for the tree. */
export function moveIn(
  items: readonly TreeItem[],
  current: TreeItem,
  key: string,
  shift: boolean,
  typed: string,
  titleOf: (item: TreeItem) => string,
): TreeMove | undefined {
  const index = items.indexOf(current);
  const to = (item: TreeItem | undefined): TreeMove => (item === undefined ? { kind: "none" } : { kind: "focus", item });
  switch (key) {
    case "ArrowDown":
      if (shift) return { kind: "more", side: "after" };
      return to(items[index + 1]);
    case "ArrowUp":
      if (shift) return { kind: "more", side: "before" };
      return to(items[index - 1]);
    case "Home":
      return to(items[0]);
    case "End":
      return to(items.at(-1));
    case "PageDown":
      return to(items[Math.min(items.length - 1, index + 10)]);
    case "PageUp":
      return to(items[Math.max(0, index - 10)]);
    case "ArrowRight":
      if (current.expanded === false) return { kind: "toggle" };
      return current.expanded === true ? to(items[index + 1]) : { kind: "none" };
    case "ArrowLeft":
      if (current.expanded === true) return { kind: "toggle" };
      return to(items.slice(0, index).findLast(({ level }) => level < current.level));
    case "Enter":
      return current.expanded === undefined ? { kind: "open" } : { kind: "toggle" };
    case " ":
      return typed === "" ? { kind: "select" } : byName(items, index, `${typed} `, titleOf);
    case "ContextMenu":
      return { kind: "menu" };
    case "F10":
      return shift ? { kind: "menu" } : undefined;
    default:
      // A name begins with a letter; a digit alone is a key of the panel.
      return key.length === 1 && (typed === "" ? /[\p{L}_$]/u : /[\p{L}\p{N}_$-]/u).test(key)
        ? byName(items, index, typed + key, titleOf)
        : undefined;
  }
}

function byName(items: readonly TreeItem[], index: number, typed: string, titleOf: (item: TreeItem) => string): TreeMove {
  const wanted = typed.toLowerCase();
  // One letter goes on to the next such row; more letters may also mean the row that has been found by the first ones.
  const start = typed.length === 1 ? index + 1 : index;
  const found = [...items.slice(start), ...items.slice(0, start)].find((item) => titleOf(item).toLowerCase().startsWith(wanted));
  return { ...(found === undefined ? { kind: "none" } : { kind: "focus", item: found }), typed };
}
