import type { Node } from "acorn";

/** A piece of a text that is left out. */
export interface Cut {
  readonly start: number;
  readonly end: number;
}

/**
 * What the bundler adds so that functions keep their names: `__name(f, "f");`, `/* @__PURE__ *\/ __name(() => 1, "f")` around a value, and
 * blocks in classes. People never wrote it.
 */
export function keptNames(code: string, program: Node): Cut[] {
  const cuts: Cut[] = [];
  visit(program, (node) => {
    const isStatic = node.type === "StaticBlock" && partsOf(node).every(isNaming);
    if (isStatic || isNaming(node)) {
      cuts.push({ start: code.lastIndexOf("\n", node.start) + 1, end: code.indexOf("\n", node.end) + 1 || node.end });
      return false;
    }
    const [value] = isName(node) ? partsOf(node).slice(1) : [];
    if (value !== undefined) cuts.push({ start: beforeComment(code, node.start), end: value.start }, { start: value.end, end: node.end });
    return true;
  });
  return cuts;
}

/** A piece of a text without what is cut out of it. */
export function without(code: string, { start, end }: Cut, cuts: readonly Cut[]): string {
  let [text, at] = ["", start];
  for (const cut of cuts.filter((each) => each.start < end && each.end > start).sort((a, b) => a.start - b.start)) {
    text += code.slice(at, Math.max(at, cut.start));
    at = Math.min(Math.max(at, cut.end), end);
  }
  return text + code.slice(at, end);
}

const isNaming = (node: Node): boolean => node.type === "ExpressionStatement" && partsOf(node).some(isName);

const isName = (node: Node): boolean => {
  const [callee] = node.type === "CallExpression" ? partsOf(node) : [];
  return callee !== undefined && "name" in callee && callee.name === "__name";
};

const mark = "/* @__PURE__ */ ";
const beforeComment = (code: string, at: number): number => (code.startsWith(mark, at - mark.length) ? at - mark.length : at);

function visit(node: Node, enter: (node: Node) => boolean): void {
  if (enter(node)) for (const part of partsOf(node)) visit(part, enter);
}

/** The nodes inside a node, in the order of the text. */
function partsOf(node: Node): Node[] {
  const parts = Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
  return parts.sort((a, b) => a.start - b.start);
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
