import type { OutputSignature, ValueType } from "../../model/signature.ts";
import type { JsDoc } from "../jsdoc.ts";
import ts from "../typescript.ts";
import type { Callable } from "./callable.ts";
import type { Reader } from "./reader.ts";
import { isTypedAround, schemaBeside, standardType } from "./annotated.ts";
import { valueType } from "./value-type.ts";

/** The step whose outputs are asked for. */
export interface OutputRequest {
  readonly callable: Callable;
  readonly doc: JsDoc;
  /** As messages call it. */
  readonly name: string;
  /** Gathers what the values of each output are checked by; absent where nobody asks. */
  readonly values?: Record<string, ValueType>;
  /** Whether the function says what it returns. */
  readonly annotated?: boolean;
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

/** Name, type and class of an output. What its values are checked by goes to the request. */
export const outputSignature = (reader: Reader, request: OutputRequest, output: Output): OutputSignature => {
  const { callable, values } = request;
  const { source, found } = callable;
  const { position } = output;
  const name = output.name ?? (position === undefined ? "output" : `output_${String(position)}`);
  // What a schema makes of it is what is stored.
  const schema = values && source && schemaBeside(source, "outputs", name);
  const made = schema && standardType(reader.checker, schema, "output");
  const { types, written } = made === undefined ? output : { types: [made], written: undefined };
  const [only] = types;
  const origin = only !== undefined && types.length === 1 ? reader.classes.of(only, found.file) : undefined;
  if (values !== undefined) {
    const annotated = schema !== undefined || isAnnotated(request);
    values[name] = valueType(reader, { types, from: found.file, annotated });
  }
  return {
    name,
    type: [...new Set(types.map((type) => reader.text.of(type, written)))].join(" | "),
    named: output.name !== undefined,
    ...(origin && { class: origin }),
  };
};

/** What a package declares is annotated there. */
const isAnnotated = ({ callable: { source }, annotated = false }: OutputRequest): boolean =>
  annotated || source === undefined || isTypedAround(source);
