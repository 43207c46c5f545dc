import type { JsonSchema } from "../../model/json-schema.ts";
import ts from "../typescript.ts";
import type { Build } from "./build.ts";
import { nothing, onlyUndefined } from "./combine.ts";
import { textPattern } from "./text-pattern.ts";

/** The schema of a type that has no other types in it; undefined for one that has. */
export const primitiveSchema = (build: Build, type: ts.Type, at: string): JsonSchema | undefined => {
  const { flags } = type;
  // Of a whole input or output it is known without a note: nothing of it is checked.
  if (flags & ts.TypeFlags.Any && at !== "") build.note(at, "whatever is of type any");
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (flags & ts.TypeFlags.Never) return nothing;
  if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return onlyUndefined;
  if (flags & ts.TypeFlags.Null) return { type: "null" };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] };
  if (flags & ts.TypeFlags.BooleanLiteral) return { enum: [build.checker.typeToString(type) === "true"] };
  if (isBigIntLiteral(type)) return { "x-bigint": `${type.value.negative ? "-" : ""}${type.value.base10Value}` };
  if (flags & (ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) return textSchema(build, type, at);
  if (flags & ts.TypeFlags.String) return { type: "string" };
  // Of an enum with computed members only the kind is known.
  if (flags & (ts.TypeFlags.Number | ts.TypeFlags.Enum)) return { type: "number" };
  if (flags & ts.TypeFlags.Boolean) return { type: "boolean" };
  if (flags & ts.TypeFlags.BigInt) return { "x-type": "bigint" };
  if (flags & ts.TypeFlags.NonPrimitive) return { "x-type": "object" };
  if (!(flags & ts.TypeFlags.ESSymbolLike)) return undefined;
  if (flags & ts.TypeFlags.UniqueESSymbol) build.note(at, "which symbol it is");
  return { "x-type": "symbol" };
};

const textSchema = (build: Build, type: ts.Type, at: string): JsonSchema => {
  const pattern = textPattern(type);
  if (pattern === undefined) build.note(at, `the form of ${build.checker.typeToString(type)}`);
  return { title: build.checker.typeToString(type), type: "string", ...(pattern !== undefined && { pattern }) };
};

const isBigIntLiteral = (type: ts.Type): type is ts.BigIntLiteralType => (type.flags & ts.TypeFlags.BigIntLiteral) !== 0;
