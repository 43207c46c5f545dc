import type { GraphBinding, GraphStep } from "../../model/graph.ts";
import { nextId } from "../../model/invocation-id.ts";
import { didYouMean, nearest } from "../../model/nearest.ts";
import { startOf, type FileRange } from "../../model/range.ts";
import { shapeOutputs } from "../../model/shape-outputs.ts";
import type { InputSignature } from "../../model/signature.ts";
import { keyText } from "../literals.ts";
import { replace } from "../text-edits.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { bindingOf } from "./binding.ts";
import { fileRange, report, type Argument, type Machine } from "./machine.ts";
import type { Made, MadeOptions } from "./made.ts";
import { syntaxInputs, syntaxOutputs, unknownType } from "./syntax-signature.ts";
import { handlesIn, jsonOf, type Call, type FunctionNode, type Value } from "./values.ts";

/** A step is called in a pipeline function. */
export interface StepCall {
  readonly made: Made;
  readonly options: MadeOptions;
  readonly args: readonly Argument[];
  /** More arguments may be given than are known. */
  readonly open: boolean;
  readonly node: ts.CallExpression;
}

/** Notes the call as a step of the graph. @returns its result */
export const recordCall = (machine: Machine, call: StepCall): Value => {
  const { made, options, node } = call;
  const { recording } = machine;
  const name = options.name ?? made.name;
  const id = takeId(machine, call, name);
  const signature = made.identity === undefined ? undefined : machine.signatures.get(made.identity);
  const inputs = signature?.inputs ?? (made.fn && inputsInSight(made.fn.node));
  const recorded: Call = {
    id,
    step: name,
    ...(signature !== undefined
      ? { kind: signature.outputs.kind, outputs: [...shapeOutputs(signature.outputs)] }
      : made.fn !== undefined
        ? syntaxOutputs(made.fn.node)
        : { kind: "open" as const, outputs: [{ name: "output", type: unknownType, named: false }] }),
  };
  const at = placeOfCallee(node);
  const step: GraphStep = {
    id,
    step: name,
    line: node.getSourceFile().getLineAndCharacterOfPosition(at.getStart()).line + 1,
    inputs: inputs === undefined ? unnamedInputs(machine, call, id) : bindInputs(machine, call, id, inputs),
    outputs: recorded.outputs,
    after: afterOf(machine, options.after),
    ...(recording.groups.length > 0 && { group: [...recording.groups] }),
    ...(recording.within.length > 0 && { within: [...recording.within] }),
  };
  recording.add(
    { step, call: recorded, at: fileRange(machine, node), after: placesOfAfter(machine, node, step.after) },
    {
      id,
      call: fileRange(machine, node),
      name: fileRange(machine, nameOfCallee(node.expression)),
      ...(made.identity !== undefined && { definition: { identity: made.identity, file: made.at.file, line: made.at.range.start.line } }),
    },
  );
  return { kind: "handle", handle: recorded.kind === "single" ? singleHandle(recorded) : { call: recorded } };
};

/** Of a rest parameter there are no inputs, which is a finding of its own. */
const inputsInSight = (node: FunctionNode): InputSignature[] | undefined =>
  node.parameters.some(({ dotDotDotToken }) => dotDotDotToken !== undefined) ? undefined : syntaxInputs(node);

const singleHandle = (call: Call): { call: Call; output?: string } => {
  const [output] = call.outputs;
  return output === undefined ? { call } : { call, output: output.name };
};

const takeId = (machine: Machine, { options, node }: StepCall, name: string): string => {
  const { ids } = machine.recording;
  const given = options.id && jsonOf(options.id)?.json;
  const id = typeof given === "string" ? given : nextId(ids, name);
  if (typeof given === "string" && ids.has(given)) {
    const free = nextId(ids, given);
    const literal = idLiteral(node.expression, given);
    const first = machine.recording.records.find(({ step }) => step.id === given)?.at;
    const { file } = fileRange(machine, node);
    report(machine, "SW1002", literal ?? node, {
      message: `The invocation id \`${given}\` is used twice in this pipeline.`,
      help: "Give each call an id of its own, or leave the id out.",
      related: first === undefined ? [] : [{ at: startOf(first), message: "It is used here first." }],
      ...(literal && { fixes: [{ title: `Rename the id to "${free}"`, edits: [replace(file, literal, JSON.stringify(free))] }] }),
    });
    ids.add(free);
    return free;
  }
  if (options.id !== undefined && typeof given !== "string") machine.recording.partial = true;
  ids.add(id);
  return id;
};

/** The text that says the id: `withOptions({ id: "…" })`. */
const idLiteral = (callee: ts.Expression, id: string): ts.Node | undefined => textsOf(callee, "id").find(({ text }) => text === id);

const placesOfAfter = (machine: Machine, { expression }: ts.CallExpression, ids: readonly string[]): ReadonlyMap<string, FileRange> =>
  new Map(
    textsOf(expression, "after")
      .filter(({ text }) => ids.includes(text))
      .map((literal) => [literal.text, fileRange(machine, literal)]),
  );

/** The texts that an option of `withOptions` spells out, alone or in a list. */
const textsOf = (callee: ts.Expression, option: string): ts.StringLiteralLike[] => {
  const node = unwrap(callee);
  if (!ts.isCallExpression(node)) return [];
  const literals = node.arguments.map(unwrap).filter(ts.isObjectLiteralExpression);
  return literals
    .flatMap(({ properties }) => properties.filter(ts.isPropertyAssignment))
    .filter(({ name }) => keyText(name) === option)
    .flatMap(({ initializer }) => (ts.isArrayLiteralExpression(initializer) ? [...initializer.elements] : [initializer]))
    .filter(ts.isStringLiteralLike);
};

/** Where a stack says that the call is: at the name before the parenthesis, else at the parenthesis. */
const placeOfCallee = (node: ts.CallExpression): ts.Node => {
  const { expression: callee } = node;
  if (ts.isPropertyAccessExpression(callee)) return callee.name;
  if (ts.isIdentifier(callee)) return callee;
  return node.getChildren().find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken) ?? node;
};

/** The name of the step in what is called: `train` of `train.withOptions(…)`, `steps.train`, `train`. */
const nameOfCallee = (callee: ts.Expression): ts.Node => {
  const node = unwrap(callee);
  if (ts.isCallExpression(node)) {
    const inner = unwrap(node.expression);
    return nameOfCallee(ts.isPropertyAccessExpression(inner) && inner.name.text === "withOptions" ? inner.expression : inner);
  }
  return ts.isPropertyAccessExpression(node) ? node.name : node;
};

const afterOf = (machine: Machine, after: Value | undefined): string[] => {
  if (after === undefined || after.kind === "undefined") return [];
  if (after.kind === "list") {
    if (after.open) machine.recording.partial = true;
    return after.items.flatMap((item) => afterOf(machine, item));
  }
  if (after.kind === "json" && typeof after.value === "string") return [after.value];
  if (after.kind === "handle") return [after.handle.call.id];
  machine.recording.partial = true;
  return handlesIn(after).map(({ call }) => call.id);
};

/** Of a step whose function is not in sight nothing but the arguments is known. */
const unnamedInputs = (machine: Machine, { args, made }: StepCall, id: string): Record<string, GraphBinding> =>
  Object.fromEntries(
    args.flatMap((argument, index) => {
      const binding = bindingOf(machine, argument, `${made.name}.arg${String(index)}`, id);
      return binding === undefined ? [] : [[`arg${String(index)}`, binding] as const];
    }),
  );

const bindInputs = (machine: Machine, call: StepCall, id: string, signature: readonly InputSignature[]): Record<string, GraphBinding> => {
  const { args, made, options, node } = call;
  const step = options.name ?? made.name;
  const positions = Math.max(0, ...signature.map((input) => input.position + 1));
  const extra = args[positions];
  if (extra?.node !== undefined) {
    report(machine, "SW1005", extra.node, {
      message: `\`${step}\` takes ${String(positions)} ${positions === 1 ? "argument" : "arguments"}, and got ${String(args.length)}.`,
      help: `Its inputs are: ${signature.map((input) => input.name).join(", ") || "none"}.`,
    });
  }
  const inputs = new Map<string, GraphBinding>();
  const put = (name: string, argument: Argument): boolean => {
    const binding = bindingOf(machine, argument, `${step}.${name}`, id);
    if (binding !== undefined) inputs.set(name, binding);
    return binding !== undefined;
  };
  for (let position = 0; position < positions; position++) {
    const here = signature.filter((input) => input.position === position);
    const argument: Argument = args[position] ?? { value: { kind: "undefined" } };
    const byName = here.some((input) => input.property);
    if (byName && standsForWhole(argument.value)) {
      put(`arg${String(position)}`, argument);
      continue;
    }
    const fields = byName ? fieldsOf(machine, step, argument, here) : undefined;
    for (const input of here) {
      const given = fields === undefined ? argument : (fields.get(input.name) ?? { value: { kind: "undefined" } });
      if (put(input.name, given)) continue;
      const preset = options.parameters?.get(input.name);
      if (preset !== undefined) put(input.name, { value: preset });
      else if (input.default !== undefined) inputs.set(input.name, { value: input.default });
      else if (!input.optional && !call.open && !isOpen(argument.value) && (!byName || isFields(argument.value)))
        missing(machine, node, step, input);
    }
  }
  return Object.fromEntries(inputs);
};

/** Anything else in place of an object is a finding of its own. */
const isFields = (value: Value): boolean => value.kind === "object" || value.kind === "undefined";

const isOpen = (value: Value): boolean => value.kind === "unknown" || (value.kind === "object" && value.open);

/** One result passed where the function takes an object apart: the step takes the value apart. So it may be with what is not known. */
const standsForWhole = (value: Value): boolean =>
  value.kind === "handle" || value.kind === "version" || value.kind === "external" || value.kind === "unknown" || value.kind === "other";

const fieldsOf = (machine: Machine, step: string, { value, node }: Argument, here: readonly InputSignature[]): Map<string, Argument> => {
  const fields = new Map<string, Argument>();
  if (value.kind === "undefined") return fields;
  if (value.kind !== "object") {
    if (node !== undefined) {
      report(machine, "SW1003", node, {
        message: `\`${step}\` takes its inputs by name, and got ${value.kind === "list" ? "a list" : "a value"}.`,
        help: `Write ${step}({ ${here.map((input) => input.name).join(", ")} }).`,
      });
    }
    return fields;
  }
  const literal = node && ts.isExpression(node) ? unwrap(node) : undefined;
  const elements = literal !== undefined && ts.isObjectLiteralExpression(literal) ? literal.properties : [];
  const known = here.map((input) => input.name);
  for (const [key, field] of value.fields) {
    const element = elements.find((each) => each.name !== undefined && keyText(each.name) === key);
    const at = element !== undefined && ts.isPropertyAssignment(element) ? element.initializer : (element?.name ?? node);
    if (known.includes(key)) fields.set(key, { value: field, ...(at && { node: at }) });
    else if (field.kind !== "undefined") unknownInput(machine, step, key, known, element?.name ?? node);
  }
  return fields;
};

const unknownInput = (machine: Machine, step: string, key: string, known: readonly string[], node: ts.Node | undefined): void => {
  if (node === undefined) return;
  const meant = nearest(key, known);
  const isKey = ts.isIdentifier(node) && node.text === key;
  const isShorthand = ts.isShorthandPropertyAssignment(node.parent);
  report(machine, "SW1003", node, {
    message: `\`${step}\` has no input \`${key}\`.${didYouMean(key, known)}`,
    help: known.length === 0 ? "It takes no inputs." : `Its inputs are: ${known.join(", ")}.`,
    ...(meant !== undefined &&
      isKey && {
        fixes: [
          {
            title: `Rename it to \`${meant}\``,
            edits: [replace(fileRange(machine, node).file, node, isShorthand ? `${meant}: ${key}` : meant)],
          },
        ],
      }),
  });
};

const missing = (machine: Machine, node: ts.CallExpression, step: string, input: InputSignature): void => {
  const type = input.type === unknownType ? "" : `, of type ${input.type}`;
  report(machine, "SW1004", node, {
    message: `The input \`${input.name}\` of \`${step}\` is missing.`,
    help: `Pass it: ${input.property ? `${step}({ ${input.name}: … })` : `argument ${String(input.position + 1)}`}${type}.`,
  });
};
