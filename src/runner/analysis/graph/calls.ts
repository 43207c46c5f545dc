import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { callGlobal, callListMethod, callTextMethod, passThrough } from "./built-in.ts";
import { report, textOf, type Argument, type Machine } from "./machine.ts";
import type { Made, MadeOptions } from "./made.ts";
import { madeInside, optionsOf } from "./making.ts";
import { partOf } from "./patterns.ts";
import type { Scope } from "./scope.ts";
import { recordCall } from "./step-call.ts";
import { handlesIn, jsonOf, type Value } from "./values.ts";

/** Arguments as they stand in a call. */
export interface Arguments {
  readonly list: readonly Argument[];
  /** A spread of unknown length is among them. */
  readonly open: boolean;
}

/** What a call gives; a call of a step is recorded. */
export const evaluateCall = (machine: Machine, node: ts.CallExpression, scope: Scope): Value => {
  const callee = unwrap(node.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    const owner = machine.evaluate(callee.expression, scope);
    return methodCall(machine, node, callee, owner, scope);
  }
  return callValue(machine, node, machine.evaluate(callee, scope), scope);
};

const methodCall = (machine: Machine, node: ts.CallExpression, callee: ts.PropertyAccessExpression, owner: Value, scope: Scope): Value => {
  const method = callee.name.text;
  if (owner.kind === "made") return madeMethod(machine, node, owner.made, owner.options, method, scope);
  if (owner.kind === "list") {
    const known = callListMethod(machine, node, owner, method, argumentsOf(machine, node, scope).list);
    return known ?? rest(machine, node, owner);
  }
  if (owner.kind === "global") {
    const args = argumentsOf(machine, node, scope);
    return callGlobal(machine, node, `${owner.name}.${method}`, args.list) ?? rest(machine, node, ...args.list.map(({ value }) => value));
  }
  if (owner.kind === "json") {
    const args = argumentsOf(machine, node, scope).list.map(({ value }) => value);
    return callTextMethod(owner.value, method, args) ?? rest(machine, node, owner, ...args);
  }
  if (owner.kind === "unknown" || owner.kind === "other") {
    // `items.map(fn)` of items that are not known: the function is gone through some number of times.
    const args = argumentsOf(machine, node, scope).list;
    return (
      passThrough(machine, node, args, { kind: "unknown", text: textOf(callee.expression), of: owner.of }) ?? rest(machine, node, owner)
    );
  }
  return callValue(machine, node, partOf(machine, owner, method, callee), scope);
};

const rest = (machine: Machine, node: ts.CallExpression, ...values: readonly Value[]): Value => ({
  kind: "unknown",
  text: textOf(node),
  of: handlesIn(...values),
});

const madeMethod = (machine: Machine, node: ts.CallExpression, made: Made, options: MadeOptions, method: string, scope: Scope): Value => {
  switch (method) {
    case "withOptions": {
      const given = optionsOf(machine, node.arguments, scope);
      const parameters = new Map([...(options.parameters ?? []), ...(given.parameters ?? [])]);
      return { kind: "made", made, options: { ...options, ...given, ...(parameters.size > 0 && { parameters }) } };
    }
    case "configure":
      machine.recording.partial = true;
      return { kind: "made", made, options: { ...options, ...optionsOf(machine, node.arguments, scope) } };
    case "entrypoint": {
      const { list } = argumentsOf(machine, node, scope);
      return rest(machine, node, ...list.map(({ value }) => value));
    }
    case "call": {
      const args = argumentsOf(machine, node, scope);
      return callMade(machine, node, made, options, { ...args, list: args.list.slice(1) });
    }
    default:
      // Whatever it does with the step, it may call it.
      machine.recording.partial = true;
      return rest(machine, node);
  }
};

const callMade = (machine: Machine, node: ts.CallExpression, made: Made, options: MadeOptions, args: Arguments): Value =>
  made.kind === "step"
    ? recordCall(machine, { made, options, args: args.list, open: args.open, node })
    : inlined(machine, node, made, options, args);

/** @param value what is called */
const callValue = (machine: Machine, node: ts.CallExpression, value: Value, scope: Scope): Value => {
  if (value.kind === "sdk") return callSdk(machine, node, value.name, scope);
  const args = argumentsOf(machine, node, scope);
  switch (value.kind) {
    case "made":
      return callMade(machine, node, value.made, value.options, args);
    case "function":
      return machine.call(value, args.list);
    case "global":
      return callGlobal(machine, node, value.name, args.list) ?? rest(machine, node, ...args.list.map((argument) => argument.value));
    default: {
      const through = passThrough(machine, node, args.list, undefined);
      return through ?? rest(machine, node, ...args.list.map((argument) => argument.value));
    }
  }
};

const callSdk = (machine: Machine, node: ts.CallExpression, name: string, scope: Scope): Value => {
  if (name === "step" || name === "pipeline") return madeInside(machine, name, node, scope);
  const { list } = argumentsOf(machine, node, scope);
  const [first, second] = list.map(({ value }) => value);
  if (name === "outputs" && first !== undefined) return first;
  if (name === "externalArtifact") return { kind: "external" };
  if (name === "client.getArtifactVersion" && first !== undefined) {
    const artifact = jsonOf(first)?.json;
    const version = second && jsonOf(second)?.json;
    if (typeof artifact === "string")
      return {
        kind: "version",
        artifact,
        version: typeof version === "string" || typeof version === "number" ? String(version) : "latest",
      };
  }
  return rest(machine, node, ...list.map(({ value }) => value));
};

/** The steps of a pipeline that is called inside another join its graph, as a group. */
const inlined = (machine: Machine, node: ts.CallExpression, made: Made, options: MadeOptions, args: Arguments): Value => {
  const { recording } = machine;
  const name = options.name ?? made.name;
  if (made.dynamic) {
    report(machine, "SW1016", node, {
      message: `The dynamic pipeline \`${name}\` is called inside another pipeline.`,
      help: "Call its steps, or make it static.",
    });
    return rest(machine, node);
  }
  if (made.fn === undefined) {
    recording.partial = true;
    return rest(machine, node, ...args.list.map(({ value }) => value));
  }
  recording.groups.push(recording.takeGroup(name));
  try {
    return machine.call(made.fn, args.list);
  } finally {
    recording.groups.pop();
  }
};

const argumentsOf = (machine: Machine, node: ts.CallExpression, scope: Scope): Arguments => {
  const list: Argument[] = [];
  for (const argument of node.arguments) {
    if (!ts.isSpreadElement(argument)) {
      list.push({ value: machine.evaluate(argument, scope), node: argument });
      continue;
    }
    const value = machine.evaluate(argument.expression, scope);
    if (value.kind !== "list" || value.open) {
      machine.recording.partial = true;
      return { list, open: true };
    }
    list.push(...value.items.map((item) => ({ value: item, node: argument })));
  }
  return { list, open: false };
};
