import type { ValueType } from "../../model/signature.ts";
import { schemaOf } from "../schema/schema-of.ts";
import type { ts } from "../typescript.ts";
import type { Reader } from "./reader.ts";

/** The type of an input or output, before it is described. */
interface Described {
  /** What it may be: one type, or several. */
  readonly types: readonly ts.Type[];
  /** The file that uses it. */
  readonly from: ts.SourceFile;
  readonly annotated: boolean;
}

/** What values of a type are checked by. Where everything is accepted, nothing is kept: such a value is shown as unchecked. */
export const valueType = (reader: Reader, { types, from, annotated }: Described): ValueType => {
  const { checker, classes, sdk } = reader;
  const { schema, unchecked } = schemaOf(checker, types, {
    originOf: (type) => classes.of(type, from),
    isMark: (type) => sdk.mark(type, "outputName") !== undefined,
    isOurs: (type) => sdk.declares(type.getSymbol()),
  });
  return {
    ...(Object.keys(schema).length > 0 && { schema }),
    ...(unchecked.length > 0 && { unchecked: [...unchecked] }),
    annotated,
  };
};
