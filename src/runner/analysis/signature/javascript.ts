import type { ts } from "../typescript.ts";

/** True where a node stands in a JavaScript file: there types come from JSDoc. */
export const isJavaScript = (node: ts.Node): boolean => /\.[cm]?jsx?$/.test(node.getSourceFile().fileName);
