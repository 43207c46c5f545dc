import type { Json } from "../../model/json.ts";
import type { Signature } from "../../model/signature.ts";
import type { FileReader } from "../discovery/file-reader.ts";
import { keyText } from "../literals.ts";
import ts from "../typescript.ts";
import { evaluateExpression } from "./expressions.ts";
import { textOf, type Argument, type Machine } from "./machine.ts";
import { Modules } from "./modules.ts";
import { bindPattern } from "./patterns.ts";
import { Exhausted, Recording } from "./recording.ts";
import type { Scope } from "./scope.ts";
import { readStatements, type Frame } from "./statements.ts";
import { either, undefinedValue, valueOfJson, type FunctionValue, type Value } from "./values.ts";

/** Functions that call each other deeper than this are not followed: they call themselves. */
const deepest = 40;

/** Reads a pipeline function as data: what it calls with what, without running any of it. */
export class Interpreter implements Machine {
  readonly workspace: string;
  readonly modules: Modules;
  readonly recording = new Recording();
  readonly dynamic: boolean;
  readonly signatures: ReadonlyMap<string, Signature>;
  #depth = 0;

  constructor(workspace: string, reader: FileReader, signatures: ReadonlyMap<string, Signature>, dynamic: boolean) {
    this.workspace = workspace;
    this.signatures = signatures;
    this.dynamic = dynamic;
    this.modules = new Modules(workspace, reader, (node, scope) => this.evaluate(node, scope));
  }

  evaluate(node: ts.Expression, scope: Scope): Value {
    return evaluateExpression(this, node, scope);
  }

  bind(target: ts.BindingName, value: Value, scope: Scope): void {
    bindPattern(this, target, value, scope);
  }

  call(fn: FunctionValue, args: readonly Argument[]): Value {
    if (this.#depth >= deepest) throw new Exhausted();
    this.#depth++;
    try {
      return this.#body(fn, (parameter, index, scope) => {
        const given = parameter.dotDotDotToken
          ? listOf(args.slice(index), this.recording.within.length)
          : (args[index]?.value ?? undefinedValue);
        const value = given.kind === "undefined" && parameter.initializer ? this.evaluate(parameter.initializer, scope) : given;
        bindPattern(this, parameter.name, value, scope);
      });
    } finally {
      this.#depth--;
    }
  }

  /** Reads the pipeline function itself. Parameters that are not given have their default, or are not known. */
  start(fn: FunctionValue, parameters: Readonly<Record<string, Json>>): Value {
    return this.#body(fn, (parameter, _, scope) => {
      bindPattern(this, parameter.name, this.#startValue(parameter.name, parameter.initializer, parameters, scope), scope);
    });
  }

  #startValue(target: ts.BindingName, initializer: ts.Expression | undefined, given: Readonly<Record<string, Json>>, scope: Scope): Value {
    if (ts.isIdentifier(target)) {
      const json = given[target.text];
      if (json !== undefined) return valueOfJson(json, target.text);
      return initializer === undefined ? { kind: "unknown", text: target.text, of: [] } : this.evaluate(initializer, scope);
    }
    if (ts.isArrayBindingPattern(target)) return { kind: "unknown", text: textOf(target), of: [] };
    const whole = initializer === undefined ? undefined : this.evaluate(initializer, scope);
    const fields = new Map<string, Value>();
    for (const element of target.elements) {
      const key = element.dotDotDotToken ? undefined : keyText(element.propertyName ?? element.name);
      if (key === undefined) continue;
      const json = given[key];
      const preset = whole?.kind === "object" ? whole.fields.get(key) : undefined;
      if (json !== undefined) fields.set(key, valueOfJson(json, key));
      else if (preset !== undefined) fields.set(key, preset);
      else if (element.initializer === undefined) fields.set(key, { kind: "unknown", text: key, of: [] });
    }
    return { kind: "object", fields, open: false, text: textOf(target) };
  }

  #body({ node, scope: around }: FunctionValue, bind: (parameter: ts.ParameterDeclaration, index: number, scope: Scope) => void): Value {
    const scope = around.inner();
    node.parameters
      .filter(({ name }) => name.getText() !== "this")
      .forEach((parameter, index) => {
        bind(parameter, index, scope);
      });
    if (node.body === undefined) return { kind: "unknown", text: "", of: [] };
    if (!ts.isBlock(node.body)) return this.evaluate(node.body, scope);
    const frame: Frame = { returns: [] };
    readStatements(this, node.body.statements, scope, frame);
    const [first = undefinedValue] = frame.returns;
    return frame.returns.length > 1 ? either("returned", frame.returns) : first;
  }
}

const listOf = (args: readonly Argument[], depth: number): Value => ({
  kind: "list",
  items: args.map(({ value }) => value),
  depth,
  open: false,
  text: "arguments",
});
