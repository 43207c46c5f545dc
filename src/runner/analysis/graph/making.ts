import type { PlacedDefinition } from "../../model/discovered.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { fileRange, type Machine } from "./machine.ts";
import type { Made, MadeOptions } from "./made.ts";
import type { Scope } from "./scope.ts";
import type { FunctionValue, Value } from "./values.ts";

/** The step or pipeline that this very expression defines at the top level of its file, if it does. */
export const madeBy = (machine: Machine, node: ts.Expression, scope: Scope): Value | undefined => {
  if (!ts.isCallExpression(node)) return undefined;
  const definition = machine.modules.module(scope.file)?.definitionAt(node);
  if (definition === undefined) return undefined;
  const parts = makingParts(machine, node, scope);
  return { kind: "made", made: madeOf(definition, parts.fn), options: parts.options };
};

const madeOf = ({ kind, name, dynamic, identity, file, nameRange: range }: PlacedDefinition, fn: FunctionValue | undefined): Made => ({
  kind,
  name,
  dynamic,
  identity,
  at: { file, range },
  ...(fn && { fn }),
});

/** The function and the options in `step(options, fn)`, `patiently(fn)`, `train.withOptions(options)`. */
const makingParts = (machine: Machine, node: ts.CallExpression, scope: Scope): { fn?: FunctionValue; options: MadeOptions } => {
  const callee = unwrap(node.expression);
  const isCopy = ts.isPropertyAccessExpression(callee) && (callee.name.text === "withOptions" || callee.name.text === "configure");
  if (isCopy) {
    const base = machine.evaluate(callee.expression, scope);
    const made = base.kind === "made" ? base : undefined;
    const options = optionsOf(machine, node.arguments, scope);
    return { ...(made?.made.fn && { fn: made.made.fn }), options: { ...made?.options, ...options } };
  }
  return { ...functionIn(machine, node.arguments, scope), options: optionsOf(machine, node.arguments, scope) };
};

/** The last argument that is a function, or makes something of one. */
const functionIn = (machine: Machine, args: readonly ts.Expression[], scope: Scope): { fn?: FunctionValue } => {
  for (const argument of args.toReversed()) {
    const node = unwrap(argument);
    const value = ts.isCallExpression(node) ? undefined : machine.evaluate(argument, scope);
    if (value?.kind === "function") return { fn: value };
    const inner = ts.isCallExpression(node) ? functionIn(machine, node.arguments, scope) : {};
    if (inner.fn !== undefined) return inner;
  }
  return {};
};

/** What options say that the graph shows. The rest of them is not looked at. */
export const optionsOf = (machine: Machine, args: readonly ts.Expression[], scope: Scope): MadeOptions => {
  const given = args.map((argument) => ({ argument, node: unwrap(argument) })).find(({ node }) => !isFunction(node));
  if (given === undefined) return {};
  const value = machine.evaluate(given.argument, scope);
  if (value.kind !== "object") return {};
  const name = value.fields.get("name");
  const id = value.fields.get("id");
  const after = value.fields.get("after");
  const parameters = value.fields.get("parameters");
  return {
    ...(name?.kind === "json" && typeof name.value === "string" && { name: name.value }),
    ...(id && { id }),
    ...(after && { after }),
    ...(parameters?.kind === "object" && { parameters: parameters.fields }),
  };
};

const isFunction = (node: ts.Expression): boolean => ts.isArrowFunction(node) || ts.isFunctionExpression(node);

/** A step or pipeline that is made while the pipeline function runs: `step({ name }, fn)`. */
export const madeInside = (machine: Machine, kind: "step" | "pipeline", node: ts.CallExpression, scope: Scope): Value => {
  const { fn } = functionIn(machine, node.arguments, scope);
  const options = optionsOf(machine, node.arguments, scope);
  const own = fn?.node.name;
  const name = options.name ?? (own !== undefined && ts.isIdentifier(own) ? own.text : "");
  return { kind: "made", made: { kind, name, dynamic: false, at: fileRange(machine, node), ...(fn && { fn }) }, options };
};
