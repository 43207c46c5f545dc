import type { Finding, Fix } from "../../model/finding.ts";
import type { Signature } from "../../model/signature.ts";
import { jsDocOf } from "../jsdoc.ts";
import { keyText, property } from "../literals.ts";
import { insertAfter, between } from "../text-edits.ts";
import ts from "../typescript.ts";
import { fileOf, findingAt, type Subject } from "./subject.ts";

/**
 * Inputs and outputs of a step that have no annotation, where annotations are asked for. A default says a type as well, a schema in the
 * options too, and in JavaScript a JSDoc comment.
 *
 * @param signature what the checker infers; with it, the annotation can be added by a fix
 */
export const annotationFindings = (subject: Subject, signature?: Signature): Finding[] => {
  const { fn, definition, workspace } = subject;
  if (fn === undefined || definition.kind === "pipeline") return [];
  const doc = jsDocOf([...definition.binding.documented, fn]);
  const schemas = schemaNames(subject);
  const findings = fn.parameters.flatMap((parameter, position): Finding[] => {
    const isCovered = (name: string): boolean => schemas.has(name) || doc.parameter(name)?.type !== undefined;
    if (parameter.type !== undefined || parameter.initializer !== undefined || doc.parameterAt(position)?.type !== undefined) return [];
    if (ts.getJSDocType(parameter) !== undefined || contextual(parameter)) return [];
    const { name } = parameter;
    if (ts.isIdentifier(name) && isCovered(name.text)) return [];
    if (
      !ts.isIdentifier(name) &&
      name.elements.every((element) => !ts.isOmittedExpression(element) && isCovered(keyText(element.propertyName ?? element.name) ?? ""))
    )
      return [];
    const shown = ts.isIdentifier(name) ? `The input \`${name.text}\`` : `Argument ${String(position + 1)}`;
    const inferred = signature?.inputs.find((input) => input.position === position && !input.property)?.type;
    return [
      findingAt(workspace, "SW1032", parameter, {
        message: `${shown} of \`${definition.name}\` has no type annotation.`,
        help: "Annotate it: annotations are asked for here.",
        ...(inferred !== undefined && isPlainType(inferred) && ts.isIdentifier(name) && { fixes: [addFix(workspace, name, inferred)] }),
      }),
    ];
  });
  const isTyped = fn.type !== undefined || doc.returns !== undefined || ts.getJSDocReturnType(fn) !== undefined;
  if (isTyped) return findings;
  const at = ts.isArrowFunction(fn) ? fn.equalsGreaterThanToken : (fn.name ?? fn.getFirstToken() ?? fn);
  const fix = returnFix(workspace, fn, signature);
  return [
    ...findings,
    findingAt(workspace, "SW1032", at, {
      message: `What \`${definition.name}\` returns has no type annotation.`,
      help: "Annotate the return type: annotations are asked for here.",
      ...(fix && { fixes: [fix] }),
    }),
  ];
};

const schemaNames = ({ making }: Subject): ReadonlySet<string> => {
  const inputs = making?.options && property(making.options, "inputs");
  const literal = inputs !== undefined && ts.isPropertyAssignment(inputs) ? inputs.initializer : undefined;
  if (literal === undefined || !ts.isObjectLiteralExpression(literal)) return new Set();
  return new Set(literal.properties.flatMap(({ name }) => (name && keyText(name)) ?? []));
};

/** `this` is no input. */
const contextual = ({ name }: ts.ParameterDeclaration): boolean => ts.isIdentifier(name) && name.text === "this";

const addFix = (workspace: string, name: ts.Identifier, type: string): Fix => {
  const file = fileOf(workspace, name);
  const fn = name.parent.parent;
  // `x => …` needs parentheses first.
  const bare =
    ts.isArrowFunction(fn) && fn.parameters.length === 1 && fn.getFirstToken()?.kind !== ts.SyntaxKind.OpenParenToken && !fn.modifiers;
  const edit = bare ? between(file, name, name.getStart(), name.getEnd(), `(${name.text}: ${type})`) : insertAfter(file, name, `: ${type}`);
  return { title: `Annotate it as \`${type}\``, edits: [edit] };
};

const returnFix = (workspace: string, fn: NonNullable<Subject["fn"]>, signature: Signature | undefined): Fix | undefined => {
  const { outputs } = signature ?? {};
  const type = outputs?.kind === "none" ? "void" : outputs?.kind === "single" ? outputs.output.type : undefined;
  const close = fn.getChildren().find(({ kind }) => kind === ts.SyntaxKind.CloseParenToken);
  if (type === undefined || close === undefined || !isPlainType(type)) return undefined;
  const isAsync = fn.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
  const text = isAsync ? `Promise<${type}>` : type;
  return { title: `Annotate the return type as \`${text}\``, edits: [insertAfter(fileOf(workspace, fn), close, `: ${text}`)] };
};

/** Types whose names mean the same in every file. */
const isPlainType = (type: string): boolean => {
  const names =
    type
      .replace(/"[^"]*"/g, "")
      .replace(/\b\w+\??:/g, "")
      .match(/[A-Za-z_]\w*/g) ?? [];
  const known = new Set([
    "string",
    "number",
    "boolean",
    "null",
    "undefined",
    "unknown",
    "void",
    "bigint",
    "Date",
    "Map",
    "Set",
    "Record",
    "readonly",
    "Float64Array",
    "Float32Array",
    "Uint8Array",
    "Int32Array",
    "URL",
    "RegExp",
  ]);
  return names.every((name) => known.has(name));
};
