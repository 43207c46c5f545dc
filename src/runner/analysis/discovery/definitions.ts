import { topLevelBindings, type Binding } from "../bindings.ts";
import { jsDocOf } from "../jsdoc.ts";
import { placeOf, relativePath } from "../place.ts";
import ts from "../typescript.ts";
import type { FileReader } from "./file-reader.ts";
import { made, makerNamed, withOptions, type Maker, type Makers } from "./makers.ts";
import { stemOf } from "./stem.ts";

/** A step or pipeline that a source file defines. */
export interface Discovered {
  readonly kind: "step" | "pipeline";
  readonly name: string;
  /** `src/train.ts#trainModel`, `src/train.ts#steps.train`. */
  readonly identity: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** From 1; where the binding's name stands. */
  readonly line: number;
  readonly doc?: string;
  /** Of pipelines; as far as literal options say. */
  readonly dynamic: boolean;
}

/** What one file defines, in the order of the source. */
export const definitions = (workspace: string, reader: FileReader, path: string): Discovered[] => {
  const file = reader.parse(path);
  const makers = reader.makers(path);
  if (file === undefined || (makers.named.size === 0 && makers.namespaces.size === 0)) return [];
  return [...topLevelBindings(file)].flatMap((binding): Discovered[] => {
    const found = definition(binding, makers);
    if (found === undefined) return [];
    const shown = relativePath(workspace, path);
    const doc = jsDocOf(binding.documented).text;
    const { line } = placeOf(workspace, binding.name);
    const name = found.name ?? nameOf(binding, path);
    return [
      {
        kind: found.kind,
        name,
        identity: `${shown}#${binding.path}`,
        file: shown,
        line,
        dynamic: found.dynamic,
        ...(doc !== undefined && { doc }),
      },
    ];
  });
};

const definition = ({ value }: Binding, makers: Makers): (Maker & { readonly name?: string }) | undefined => {
  if (value === undefined) return undefined;
  if (!ts.isMethodDeclaration(value)) return ts.isExpression(value) ? made(value, makers) : undefined;
  for (const { expression } of ts.getDecorators(value) ?? []) {
    const maker = makerNamed(ts.isCallExpression(expression) ? expression.expression : expression, makers);
    if (maker !== undefined) return withOptions(maker, ts.isCallExpression(expression) ? expression.arguments : []);
  }
  return undefined;
};

/** The variable or property that holds it; in an array the function's own name; for a default export the file's. */
const nameOf = ({ path, value }: Binding, file: string): string => {
  const key = /[^.[\]]+(?=\]?$)/.exec(path)?.[0] ?? path;
  if (path === "default") return stemOf(file);
  if (!path.endsWith("]")) return key;
  return (value && ownName(value)) ?? path.replaceAll(/[.[]/g, "_").replaceAll("]", "");
};

const ownName = (value: ts.Node): string | undefined => {
  const node = ts.isExpression(value) ? unwrapCall(value) : undefined;
  if (node === undefined) return undefined;
  if (ts.isIdentifier(node)) return node.text;
  return ts.isFunctionExpression(node) ? node.name?.text : undefined;
};

/** The last argument of a call: the function. */
const unwrapCall = (value: ts.Expression): ts.Expression | undefined => (ts.isCallExpression(value) ? value.arguments.at(-1) : undefined);
