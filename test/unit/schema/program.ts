import { join } from "node:path";
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import ts from "../../../src/runner/analysis/typescript.ts";
import { schemaOf, type TypeSchema } from "../../../src/runner/analysis/schema/schema-of.ts";
import type { Row } from "./table/row.ts";

/** What the compiler says of a row. */
export interface Analysed extends TypeSchema {
  /** The values that the compiler takes for the type. */
  readonly assignable: ReadonlySet<string>;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  lib: ["lib.esnext.d.ts"],
  types: ["node"],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  stableTypeOrdering: true,
};

/** The libraries, which every program shares. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** Asks the compiler about rows, each as a file of its own that only exists in memory; beside this one, where `zod` is found. */
export const analyse = (rows: readonly Row[], overrides: ts.CompilerOptions = {}): Analysed[] => {
  const files = new Map(rows.map((row, index) => [join(import.meta.dirname, `row-${String(index)}.ts`), sourceOf(row)]));
  const all = { ...options, ...overrides };
  const host = ts.createCompilerHost(all);
  const program = ts.createProgram([...files.keys()], all, {
    ...host,
    getSourceFile: (name, version) => {
      const text = files.get(name);
      if (text !== undefined) return ts.createSourceFile(name, text, version);
      const known = parsed.get(name) ?? host.getSourceFile(name, version);
      parsed.set(name, known);
      return known;
    },
    fileExists: (name) => files.has(name) || host.fileExists(name),
    readFile: (name) => files.get(name) ?? host.readFile(name),
  });
  const checker = program.getTypeChecker();
  return [...files.keys()].map((name) => {
    const file = program.getSourceFile(name);
    const wanted = file?.statements.filter(ts.isVariableStatement).at(-1)?.declarationList.declarations[0]?.type;
    if (file === undefined || wanted === undefined) throw new Error(`${name} has no type`);
    return { ...schemaOf(checker, checker.getTypeFromTypeNode(wanted)), assignable: assignable(program, file) };
  });
};

/** `given`, a variable of the type, and a function for each value that returns it as one. */
const sourceOf = ({ given = "", type, accepts, rejects }: Row): string =>
  [
    given,
    `declare const wanted: ${type};`,
    ...[...accepts, ...Object.keys(rejects)].map((value) => `(): typeof wanted => (${value});`),
    "export {};",
  ].join("\n");

const assignable = (program: ts.Program, file: ts.SourceFile): ReadonlySet<string> => {
  const wrong = program.getSemanticDiagnostics(file).map(({ start = 0 }) => start);
  const fits = new Set<string>();
  for (const statement of file.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isArrowFunction(statement.expression)) continue;
    const { body } = statement.expression;
    if (wrong.some((start) => start >= statement.pos && start < statement.end) || !ts.isParenthesizedExpression(body)) continue;
    fits.add(body.expression.getText(file));
  }
  return fits;
};

/** The values of a row, by how they are written. */
export const valuesOf = ({ given = "", accepts, rejects }: Row): ReadonlyMap<string, unknown> => {
  const expressions = [...accepts, ...Object.keys(rejects)];
  const source = `${given}\nexport const values = [${expressions.map((value) => `(${value})`).join(", ")}];`;
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.CommonJS },
  });
  const module: { values?: readonly unknown[] } = {};
  Reflect.apply(compileFunction(outputText, ["require", "exports"]), undefined, [createRequire(import.meta.url), module]);
  return new Map(expressions.map((value, index) => [value, module.values?.[index]]));
};
