import type { Edit } from "../project/edits.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { sdkCalls, type IsSdkCall } from "./sdk-names.ts";

/**
 * Tells the bundler that making a step or pipeline does nothing else, so that it leaves out those which nobody asks for. All that an
 * initializer does is put behind one function that is called at once, and that call is marked pure:
 *
 * `const train = retrying(step({ inputs: { x: z.number() } }, fn))` →
 * `const train = (() => (retrying(step({ inputs: { x: z.number() } }, fn))))()`
 *
 * Marking the calls one by one would not do: arguments such as `z.number` count as work of their own.
 * `bindings` are the names that hold steps and pipelines, `default` for the default export.
 */
export function pureEdits(file: ts.SourceFile, bindings: ReadonlySet<string>): Edit[] {
  const isMaker = sdkCalls(file, ["materializer", "pipeline", "step"]);
  return file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap((declaration) =>
        isMade(declaration.initializer, isMaker) || namesIn(declaration.name).some((held) => bindings.has(held))
          ? pureDeclaration(file, declaration)
          : [],
      );
    }
    if (ts.isClassDeclaration(statement))
      return isDecorated(statement) && bindings.has(statement.name?.text ?? "default") ? pureClass(file, statement) : [];
    if (ts.isExportAssignment(statement)) return bindings.has("default") ? pureExpression(file, statement.expression) : [];
    if (ts.isExpressionStatement(statement))
      return isConfiguration(statement.expression, bindings) ? pureExpression(file, statement.expression) : [];
    return [];
  });
}

/** What the SDK's own functions make is known without being told. */
function isMade(initializer: ts.Expression | undefined, isMaker: IsSdkCall): boolean {
  const made = initializer === undefined ? undefined : unwrap(initializer);
  return made !== undefined && ts.isCallExpression(made) && isMaker(made.expression);
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}

const before = "/* @__PURE__ */ (() => (";
const after = "))()";

function pureDeclaration(file: ts.SourceFile, declaration: ts.VariableDeclaration): Edit[] {
  const { name, initializer } = declaration;
  if (initializer === undefined || awaits(initializer)) return [];
  // A function or a plain class does nothing by being written down, and would lose its name.
  const held = unwrap(initializer);
  if (ts.isFunctionLike(held) || (ts.isClassExpression(held) && !isDecorated(held))) return [];
  if (ts.isIdentifier(name)) return pureExpression(file, initializer);
  // Destructuring counts as work too. All of it moves into the function, and each name is read from what that returns.
  const names = namesIn(name);
  const all = `$${names.join("$")}`;
  const reads = names.map((held) => `, ${held} = /* @__PURE__ */ (() => ${all}.${held})()`).join("");
  const opening = `${all} = /* @__PURE__ */ (() => { const `;
  return around(declaration.getStart(file), opening, declaration.getEnd(), `; return { ${names.join(", ")} }; })()${reads}`);
}

/** An `await` cannot stand inside: then the expression stays as it is, and in the closure of every step of the file. */
export function pureExpression(file: ts.SourceFile, expression: ts.Expression): Edit[] {
  return awaits(expression) ? [] : around(expression.getStart(file), before, expression.getEnd(), after);
}

/**
 * A class without decorators is left as it is, also where somebody asks for its closure: that is so when a type names it, and a type must not
 * change the code of others.
 */
function isDecorated(node: ts.ClassLikeDeclaration): boolean {
  const decorated = (each: ts.Node): boolean => ts.canHaveDecorators(each) && (ts.getDecorators(each) ?? []).length > 0;
  return decorated(node) || node.members.some(decorated);
}

/** Decorators make a class do work where it is declared, so the whole declaration becomes the value of a constant. */
function pureClass(file: ts.SourceFile, declaration: ts.ClassDeclaration): Edit[] {
  if (awaits(declaration)) return [];
  const start = declaration.getStart(file);
  const end = declaration.getEnd();
  const exports = (declaration.modifiers ?? []).filter(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
  );
  const removed = exports.map((modifier) => ({ start: modifier.getStart(file), end: modifier.getEnd(), text: "" }));
  const isDefault = exports.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  const name = declaration.name?.text;
  if (name === undefined) return [...around(start, `export default ${before}`, end, after), ...removed];
  const opening = `const ${name} = /* @__PURE__ */ (() => { `;
  const ending = ` return ${name}; })();`;
  if (isDefault) return [...around(start, opening, end, `${ending} export { ${name} as default };`), ...removed];
  return [...around(start, exports.length === 0 ? opening : `export ${opening}`, end, ending), ...removed];
}

/** `train.configure({ … })` as a statement: options of a step have their own parts in the cache key. */
function isConfiguration(expression: ts.Expression, bindings: ReadonlySet<string>): boolean {
  return (
    ts.isCallExpression(expression) &&
    ts.isPropertyAccessExpression(expression.expression) &&
    expression.expression.name.text === "configure" &&
    ts.isIdentifier(expression.expression.expression) &&
    bindings.has(expression.expression.expression.text)
  );
}

function awaits(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => awaits(child) || undefined) ?? false;
}

function around(start: number, opening: string, end: number, ending: string): Edit[] {
  return [
    { start, end: start, text: opening },
    { start: end, end, text: ending },
  ];
}
