import type { TextEdit } from "../../model/finding.ts";
import { property } from "../literals.ts";
import { between, insertAt, insertAfter, replace } from "../text-edits.ts";
import ts from "../typescript.ts";
import type { Making } from "./subject.ts";

/** What puts an option into `step(…)`, `pipeline(…)` or `@step(…)`; undefined where it is there already, or the options are not spelled out. */
export const addOption = (file: string, { node, options, open }: Making, key: string, value: string): TextEdit[] | undefined => {
  if (open || (options !== undefined && property(options, key) !== undefined)) return undefined;
  const text = `${key}: ${value}`;
  if (options !== undefined) return [addProperty(file, options, text)];
  if (ts.isDecorator(node)) return [insertAfter(file, node, `({ ${text} })`)];
  const [first] = node.arguments;
  if (first !== undefined) return [insertAt(file, first, `{ ${text} }, `)];
  const end = node.getEnd() - 1;
  return [between(file, node, end, end, `{ ${text} }`)];
};

/** What adds to `cache`: a part of it such as `files`, or an item to a list that is there. */
export const addToCache = (file: string, making: Making, part: "files" | "env", item: string): TextEdit[] | undefined => {
  const cache = making.options && property(making.options, "cache");
  if (cache === undefined) return addOption(file, making, "cache", `{ ${part}: [${JSON.stringify(item)}] }`);
  const value = ts.isPropertyAssignment(cache) ? cache.initializer : undefined;
  if (value === undefined || !ts.isObjectLiteralExpression(value)) return undefined;
  const list = property(value, part);
  if (list === undefined) return [addProperty(file, value, `${part}: [${JSON.stringify(item)}]`)];
  const items = ts.isPropertyAssignment(list) ? list.initializer : undefined;
  if (items === undefined || !ts.isArrayLiteralExpression(items)) return undefined;
  const last = items.elements.at(-1);
  return [last === undefined ? replace(file, items, `[${JSON.stringify(item)}]`) : insertAfter(file, last, `, ${JSON.stringify(item)}`)];
};

const addProperty = (file: string, literal: ts.ObjectLiteralExpression, text: string): TextEdit => {
  const [first] = literal.properties;
  return first === undefined ? replace(file, literal, `{ ${text} }`) : insertAt(file, first, `${text}, `);
};
