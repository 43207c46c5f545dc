import type { Finding, Fix, Severity } from "../../model/finding.ts";
import type { FailureCode } from "../../model/failure.ts";
import type { Signature } from "../../model/signature.ts";
import type { FileRange } from "../../model/range.ts";
import { rangeOf, relativePath } from "../place.ts";
import type ts from "../typescript.ts";
import type { Modules } from "./modules.ts";
import type { Recording } from "./recording.ts";
import type { Cell, Scope } from "./scope.ts";
import type { FunctionValue, Value } from "./values.ts";

/** What the parts of the interpreter ask of each other. */
export interface Machine {
  readonly workspace: string;
  readonly modules: Modules;
  readonly recording: Recording;
  /** The pipeline that is read runs along with its steps. */
  readonly dynamic: boolean;
  /** What the checker says of steps, by identity, where it has been asked. */
  readonly signatures: ReadonlyMap<string, Signature>;
  evaluate(node: ts.Expression, scope: Scope): Value;
  /** Reads the body of a function with these arguments. */
  call(fn: FunctionValue, args: readonly Argument[]): Value;
  /** Binds the names of a parameter or declaration. */
  bind(target: ts.BindingName, value: Value, scope: Scope): void;
}

/** An argument, and where it stands; a value that no expression stands for has no node. */
export interface Argument {
  readonly value: Value;
  readonly node?: ts.Node;
}

/** What an unknown value is called: its expression as written, short and on one line. */
export const textOf = (node: ts.Node): string => {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};

/** Where a node stands, for a finding or a place. */
export const fileRange = (machine: Pick<Machine, "workspace">, node: ts.Node): FileRange => ({
  file: relativePath(machine.workspace, node.getSourceFile().fileName),
  range: rangeOf(node),
});

interface Said {
  readonly message: string;
  readonly help: string;
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[];
  readonly related?: Finding["related"];
}

/** Notes a finding at a node. */
export const report = (machine: Machine, code: FailureCode, node: ts.Node, { severity = "error", ...said }: Said): void => {
  machine.recording.report({ code, severity, ...said, ...fileRange(machine, node) });
};

export const assign = (machine: Machine, cell: Cell, value: Value): void => machine.recording.assign(cell, value);
