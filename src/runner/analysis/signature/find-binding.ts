import { resolve } from "node:path";
import { topLevelBindings } from "../bindings.ts";
import ts from "../typescript.ts";
import { resolveAlias } from "./sdk-types.ts";

/** A binding of an identity, by what its file says of it. */
export interface Found {
  readonly file: ts.SourceFile;
  /** What stands there, where the syntax shows it. */
  readonly value: ts.Node | undefined;
  readonly type: ts.Type;
  /** The name or key, to point at. */
  readonly name: ts.Node;
  /** Where its JSDoc comment can stand. */
  readonly documented: readonly ts.Node[];
}

/** Finds `src/train.ts#steps.train`; undefined where the file is not in the program or has no such binding. */
export const findBinding = (program: ts.Program, workspace: string, identity: string): Found | undefined => {
  const hash = identity.lastIndexOf("#");
  const file = program.getSourceFile(resolve(workspace, identity.slice(0, hash)));
  const path = identity.slice(hash + 1);
  if (file === undefined) return undefined;
  const checker = program.getTypeChecker();
  const bindings = [...topLevelBindings(file)];
  const exact = bindings.find((binding) => binding.path === path);
  // The expression knows more than the name, whose declared type may be wider.
  if (exact !== undefined) return { ...exact, file, type: checker.getTypeAtLocation(exact.value ?? exact.name) };
  const root = /^[^.[]+/.exec(path)?.[0] ?? path;
  const holder = bindings.find((binding) => binding.path === root);
  const type = holder && memberType(checker, checker.getTypeAtLocation(holder.name), path.slice(root.length));
  return holder && type && { file, value: undefined, type, name: holder.name, documented: [] };
};

/** The type of `.train`, `[0]` or `.train[0]` of a type. */
const memberType = (checker: ts.TypeChecker, type: ts.Type, path: string): ts.Type | undefined => {
  let member: ts.Type | undefined = type;
  for (const [, key, index] of path.matchAll(/\.([^.[]+)|\[(\d+)\]/g)) {
    const symbol: ts.Symbol | undefined = member?.getProperty(key ?? index ?? "");
    member = symbol
      ? checker.getTypeOfSymbol(resolveAlias(checker, symbol))
      : index === undefined
        ? member?.getStringIndexType()
        : member?.getNumberIndexType();
  }
  return member;
};
