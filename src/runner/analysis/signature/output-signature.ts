import type { OutputSignature } from "../../model/signature.ts";
import type { JsDoc } from "../jsdoc.ts";
import ts from "../typescript.ts";
import type { Callable } from "./callable.ts";
import type { Reader } from "./reader.ts";

/** The step whose outputs are asked for. */
export interface OutputRequest {
  readonly callable: Callable;
  readonly doc: JsDoc;
  /** As messages call it. */
  readonly name: string;
}

/** One output before it is described. */
export interface Output {
  /** What it may be: one type, or one for each way that the function returns. */
  readonly types: readonly ts.Type[];
  readonly written?: ts.TypeNode | undefined;
  /** The name that the author chose. */
  readonly name?: string | undefined;
  /** Where it stands among several; gives it a name where it has none. */
  readonly position?: number;
}

/** Name, type and class of an output. */
export const outputSignature = (reader: Reader, { callable }: OutputRequest, output: Output): OutputSignature => {
  const { types, written, name, position } = output;
  const [only] = types;
  const origin = only !== undefined && types.length === 1 ? reader.classes.of(only, callable.found.file) : undefined;
  return {
    name: name ?? (position === undefined ? "output" : `output_${String(position)}`),
    type: [...new Set(types.map((type) => reader.text.of(type, written)))].join(" | "),
    named: name !== undefined,
    ...(origin && { class: origin }),
  };
};
