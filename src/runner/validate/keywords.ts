import { types } from "node:util";
import { _, type Code, type CodeKeywordDefinition, type FuncKeywordDefinition, type KeywordCxt } from "ajv/dist/core.js";
import type { InstanceOf, JsonSchema, OwnType } from "../model/json-schema.ts";
import { instanceCheck, type ResolveClass } from "./instance.ts";
import { isObject, isOwnType } from "./kinds.ts";

/** What `x-type`, `x-bigint`, `x-present` and `x-defined` ask of one value. */
export const simpleKeywords: readonly FuncKeywordDefinition[] = [
  { keyword: "x-type", errors: false, compile: (type: OwnType) => (value: unknown) => isOwnType(value, type) },
  {
    keyword: "x-bigint",
    errors: false,
    compile: (digits: string) => {
      const wanted = BigInt(digits);
      return (value: unknown) => value === wanted;
    },
  },
  {
    keyword: "x-present",
    errors: false,
    compile: (keys: readonly string[]) => (value: unknown) => !isObject(value) || keys.every((key) => key in value),
  },
  {
    keyword: "x-defined",
    errors: false,
    compile: (keys: readonly string[]) => (value: unknown) =>
      !isObject(value) || keys.every((key) => value[key] !== undefined || !(key in value)),
  },
];

/** `x-instanceof`, with the classes of the process that asks. */
export const instanceKeyword = (resolveClass: ResolveClass | undefined): FuncKeywordDefinition => ({
  keyword: "x-instanceof",
  errors: false,
  compile: (wanted: InstanceOf) => instanceCheck(wanted, resolveClass),
});

/** `x-map`, `x-set`, `x-rest` and `x-last`: the schemas in them are compiled into the same code as what is around them. */
export const containerKeywords: readonly CodeKeywordDefinition[] = [
  {
    keyword: "x-map",
    code: (cxt) => {
      const isMap = _`${cxt.gen.scopeValue("func", { ref: types.isMap })}(${cxt.data})`;
      cxt.pass(eachFits(cxt, "keys", isMap, _`${cxt.data}.keys()`));
      cxt.pass(eachFits(cxt, "values", _`true`, _`${cxt.data}.values()`));
    },
  },
  {
    keyword: "x-set",
    code: (cxt) => {
      const isSet = _`${cxt.gen.scopeValue("func", { ref: types.isSet })}(${cxt.data})`;
      cxt.pass(eachFits(cxt, undefined, isSet, cxt.data));
    },
  },
  {
    keyword: "x-rest",
    type: "array",
    code: (cxt) => {
      const { prefixItems = [], "x-last": last = [] } = cxt.parentSchema as JsonSchema;
      cxt.pass(eachFits(cxt, undefined, _`true`, _`${cxt.data}.slice(${prefixItems.length}, ${cxt.data}.length - ${last.length})`));
    },
  },
  {
    keyword: "x-last",
    type: "array",
    code: (cxt) => {
      const { length } = cxt.schema as readonly JsonSchema[];
      for (let index = 0; index < length; index++) {
        cxt.pass(eachFits(cxt, index, _`true`, _`[${cxt.data}[${cxt.data}.length - ${length - index}]]`));
      }
    },
  },
];

/**
 * Writes the code that says whether a condition holds and everything in an iterable fits the schema at `part` of the keyword.
 * @returns the name of the variable that has the answer
 */
const eachFits = (cxt: KeywordCxt, part: string | number | undefined, condition: Code, iterable: Code): Code => {
  const { gen, keyword } = cxt;
  const valid = gen.let("valid", condition);
  gen.if(valid, () =>
    gen.forOf("element", iterable, (element) => {
      const fits = gen.name("fits");
      cxt.subschema({ keyword, ...(part !== undefined && { schemaProp: part }), data: element, compositeRule: true }, fits);
      gen.if(_`!${fits}`, () => gen.assign(valid, false).break());
    }),
  );
  return valid;
};
