import type { Finding, Fix } from "../../model/finding.ts";
import { returnedExpressions, type Returned } from "../graph/returned.ts";
import { annotated, withoutPromise } from "../graph/syntax-signature.ts";
import { keyText } from "../literals.ts";
import { placeOf } from "../place.ts";
import { importEdits, insertAfter, replace } from "../text-edits.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { fileOf, findingAt, type Subject } from "./subject.ts";

/** What is wrong with how a step returns its outputs, as far as annotation and returns show. */
export const outputFindings = (subject: Subject): Finding[] => {
  const { fn, definition } = subject;
  if (fn === undefined || definition.kind === "pipeline") return [];
  const returned = returnedExpressions(fn);
  const annotation = fn.type && withoutPromise(fn.type);
  const literals = returned.expressions.filter((expression) => ts.isArrayLiteralExpression(unwrap(expression)));
  if (annotation !== undefined && ts.isTupleTypeNode(annotation) && literals.length > 0)
    return tupleFindings(subject, annotation, returned);
  const keyed = returned.expressions.map(unwrap).filter(isOutputsCall);
  if (keyed.length > 0) return keyedFindings(subject, keyed, returned);
  return annotation === undefined ? listFindings(subject, returned) : [];
};

const tupleFindings = (subject: Subject, tuple: ts.TupleTypeNode, { expressions, bare }: Returned): Finding[] => {
  const { workspace, definition } = subject;
  const { name } = definition;
  const variable = tuple.elements.find(
    (element) =>
      ts.isRestTypeNode(element) ||
      ts.isOptionalTypeNode(element) ||
      (ts.isNamedTupleMember(element) && (element.dotDotDotToken ?? element.questionToken)),
  );
  if (variable !== undefined) {
    return [
      findingAt(workspace, "SW1013", variable, {
        message: `\`${name}\` returns an array literal as \`${tuple.getText()}\`, which has no fixed length.`,
        help: "Give the tuple a fixed length, or return a variable to keep the list as one output.",
      }),
    ];
  }
  const values = expressions.map(unwrap);
  const first = values.find(ts.isArrayLiteralExpression);
  const related = first === undefined ? [] : [{ at: placeOf(workspace, first), message: "The array literal is returned here." }];
  const findings: Finding[] = [];
  for (const node of [...values.filter((value) => !ts.isArrayLiteralExpression(value) && !isNever(value)), ...bare]) {
    findings.push(
      findingAt(workspace, "SW1012", node, {
        message: `\`${name}\` returns an array literal, which is several outputs, on one path and something else here.`,
        help: "Return an array literal on every path, or `outputs({ … })`; for one output that holds the whole list, return a variable on every path.",
        related,
        ...(ts.isIdentifier(node) && { fixes: [literalFix(workspace, node, tuple.elements.length)] }),
      }),
    );
  }
  for (const literal of values.filter(ts.isArrayLiteralExpression)) {
    const { length } = literal.elements;
    if (literal.elements.some(ts.isSpreadElement) || length === tuple.elements.length) continue;
    findings.push(
      findingAt(workspace, "SW1015", literal, {
        message: `\`${name}\` declares ${String(tuple.elements.length)} outputs and returns ${String(length)} values here.`,
        help: "Return one value for each element of the declared tuple.",
      }),
    );
  }
  return [...findings, ...twoOfOneName(subject, tuple)];
};

/** `return pair` → `return [pair[0], pair[1]]`. */
const literalFix = (workspace: string, node: ts.Identifier, length: number): Fix => ({
  title: "Return an array literal",
  edits: [replace(fileOf(workspace, node), node, `[${Array.from({ length }, (_, index) => `${node.text}[${String(index)}]`).join(", ")}]`)],
});

const twoOfOneName = ({ workspace, definition }: Subject, tuple: ts.TupleTypeNode): Finding[] => {
  const names = tuple.elements.map(
    (element, index) => annotated(ts.isNamedTupleMember(element) ? element.type : element)?.name ?? `output_${String(index)}`,
  );
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  const element = tuple.elements[twice];
  if (element === undefined) return [];
  return [
    findingAt(workspace, "SW1014", element, {
      message: `\`${definition.name}\` has two outputs called \`${names[twice] ?? ""}\`.`,
      help: 'Give each output its own name with `Annotated<T, "name">` or `outputs({ … })`.',
    }),
  ];
};

/** A call that never returns looks like any other. */
const isNever = (node: ts.Expression): boolean => ts.isCallExpression(node);

const keyedFindings = (
  { workspace, definition }: Subject,
  keyed: readonly ts.CallExpression[],
  { expressions, bare }: Returned,
): Finding[] => {
  const others = expressions.map(unwrap).filter((value) => !isOutputsCall(value) && !isNever(value) && !ts.isIdentifier(value));
  const [other] = [...others, ...bare];
  const keys = keyed.map(keysOf);
  const [first] = keys;
  const differing = keyed.find((_, index) => first !== undefined && keys[index] !== undefined && keys[index] !== first);
  const at = other ?? differing;
  if (at === undefined) return [];
  return [
    findingAt(workspace, "SW1012", at, {
      message: `\`${definition.name}\` returns \`outputs({ … })\` on one path and ${other === undefined ? "other names" : "something else"} here.`,
      help: "Return `outputs({ … })` with the same keys on every path.",
    }),
  ];
};

/** The keys in an order of their own, to compare them; undefined where they are not spelled out. */
const keysOf = ({ arguments: [argument] }: ts.CallExpression): string | undefined => {
  const literal = argument && unwrap(argument);
  if (literal === undefined || !ts.isObjectLiteralExpression(literal) || literal.properties.some(ts.isSpreadAssignment)) return undefined;
  return literal.properties
    .map(({ name }) => (name && keyText(name)) ?? "")
    .sort()
    .join("\n");
};

const isOutputsCall = (node: ts.Expression): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  (ts.isIdentifier(node.expression)
    ? node.expression.text === "outputs"
    : ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "outputs");

/** `return [model, accuracy]` without an annotation is one list, and hardly meant so. A list of constants is. */
const listFindings = ({ workspace, definition }: Subject, { expressions }: Returned): Finding[] => {
  const [expression] = expressions;
  if (expression === undefined || expressions.length > 1) return [];
  const literal = unwrap(expression);
  if (!ts.isArrayLiteralExpression(literal)) return [];
  const { elements } = literal;
  const isMeant =
    elements.length < 2 || elements.length > 6 || elements.some(ts.isSpreadElement) || elements.every(isConstant) || isCast(expression);
  if (isMeant) return [];
  const file = fileOf(workspace, literal);
  const named = elements.every(ts.isIdentifier) && new Set(elements.map((element) => element.getText())).size === elements.length;
  const keyed: Fix[] = named
    ? [
        {
          title: "Return outputs by name",
          edits: [
            replace(file, literal, `outputs({ ${elements.map((element) => element.getText()).join(", ")} })`),
            ...importEdits(file, literal.getSourceFile(), "outputs"),
          ],
        },
      ]
    : [];
  const isTypeScript = /\.[cm]?tsx?$/.test(literal.getSourceFile().fileName);
  return [
    findingAt(workspace, "SW1041", literal, {
      severity: "hint",
      message: `\`${definition.name}\` returns one list: without an annotation an array literal is no tuple.`,
      help: "For several outputs return `outputs({ … })`, or annotate the return type as a tuple. For one list annotate it as a list.",
      fixes: [
        ...keyed,
        ...(isTypeScript ? [{ title: "Return them as outputs by position", edits: [insertAfter(file, literal, " as const")] }] : []),
      ],
    }),
  ];
};

const isConstant = (node: ts.Expression): boolean => {
  const value = unwrap(node);
  if (ts.isPrefixUnaryExpression(value)) return isConstant(value.operand);
  if (ts.isArrayLiteralExpression(value)) return value.elements.every(isConstant);
  if (ts.isObjectLiteralExpression(value))
    return value.properties.every((part) => ts.isPropertyAssignment(part) && isConstant(part.initializer));
  return (
    ts.isLiteralExpression(value) ||
    value.kind === ts.SyntaxKind.TrueKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword ||
    value.kind === ts.SyntaxKind.NullKeyword
  );
};

/** `as const`, `as [A, B]`, `satisfies …`: its type is said. */
const isCast = (node: ts.Expression): boolean =>
  ts.isParenthesizedExpression(node)
    ? isCast(node.expression)
    : ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node);
