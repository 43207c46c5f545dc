import type { PlacedDefinition } from "../../model/discovered.ts";
import { topLevelBindings, type Binding } from "../bindings.ts";
import { jsDocOf } from "../jsdoc.ts";
import { rangeBetween, rangeOf, relativePath } from "../place.ts";
import { unlessTooDeep } from "../too-deep.ts";
import ts from "../typescript.ts";
import type { FileReader } from "./file-reader.ts";
import { made, makerNamed, withOptions, type Maker, type Makers } from "./makers.ts";
import { stemOf } from "./stem.ts";

/** A definition with the syntax that makes it. */
export interface FoundDefinition extends PlacedDefinition {
  readonly binding: Binding;
}

/** What one file defines, in the order of the source. `path` is absolute, as is `workspace`. */
export const definitions = (workspace: string, reader: FileReader, path: string): readonly FoundDefinition[] => {
  const makers = reader.makers(path);
  const file = makers.size === 0 ? undefined : reader.parse(path);
  if (file === undefined) return [];
  const known = found.get(file);
  if (known?.makers === makers) return known.definitions;
  const all = unlessTooDeep(() => definitionsOf(workspace, file, makers, path), []);
  found.set(file, { makers, definitions: all });
  return all;
};

/** By file, as long as what makes steps in it means the same. */
const found = new WeakMap<ts.SourceFile, { readonly makers: Makers; readonly definitions: readonly FoundDefinition[] }>();

const definitionsOf = (workspace: string, file: ts.SourceFile, makers: Makers, path: string): FoundDefinition[] => {
  const shown = relativePath(workspace, path);
  return topLevelBindings(file).flatMap((binding): FoundDefinition[] => {
    const maker = definition(binding, makers);
    if (maker === undefined) return [];
    const doc = jsDocOf(binding.documented).text;
    const nameRange = nameRangeOf(binding);
    return [
      {
        kind: maker.kind,
        name: maker.name ?? nameOf(binding, path),
        identity: `${shown}#${binding.path}`,
        file: shown,
        line: nameRange.start.line,
        dynamic: maker.dynamic,
        ...(doc !== undefined && { doc }),
        nameRange,
        range: wholeRangeOf(binding),
        binding,
      },
    ];
  });
};

/** The definition without the syntax, as it crosses processes. */
export const plainDefinition = ({ binding: _, ...plain }: FoundDefinition): PlacedDefinition => plain;

const definition = ({ value }: Binding, makers: Makers): (Maker & { readonly name?: string }) | undefined => {
  if (value === undefined) return undefined;
  if (!ts.isMethodDeclaration(value)) return ts.isExpression(value) ? made(value, makers) : undefined;
  for (const { expression } of ts.getDecorators(value) ?? []) {
    const maker = makerNamed(ts.isCallExpression(expression) ? expression.expression : expression, makers);
    if (maker !== undefined) return withOptions(maker, ts.isCallExpression(expression) ? expression.arguments : []);
  }
  return undefined;
};

/** An element of an array and a default export have no name of their own: the call that makes them stands for it. */
const nameRangeOf = ({ name, value }: Binding): PlacedDefinition["nameRange"] => {
  if (ts.isExportAssignment(name)) return rangeOf(name.getFirstToken() ?? name);
  const node = name === value && ts.isExpression(name) ? calleeOf(name) : name;
  return rangeOf(node);
};

const calleeOf = (value: ts.Expression): ts.Node => (ts.isCallExpression(value) ? calleeOf(value.expression) : value);

/** A declaration that holds one variable is the definition; of several, each is its own. */
const wholeRangeOf = ({ name, value, documented }: Binding): PlacedDefinition["range"] => {
  const [statement] = documented;
  if (statement === undefined || (ts.isVariableStatement(statement) && !isOnlyVariable(statement, name)))
    return rangeBetween(name, value ?? name);
  return rangeOf(statement);
};

const isOnlyVariable = ({ declarationList }: ts.VariableStatement, name: ts.Node): boolean =>
  declarationList.declarations.length === 1 && declarationList.declarations[0]?.name === name;

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
