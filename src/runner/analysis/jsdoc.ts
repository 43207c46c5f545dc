import ts from "./typescript.ts";

/** What a JSDoc comment says of one parameter. */
export interface ParameterDoc {
  readonly text: string | undefined;
  readonly type: ts.TypeNode | undefined;
  /** `@param [name]` or `@param {T=} name`. */
  readonly optional: boolean;
}

/** The JSDoc comments of a step: where it is bound and at its function. The compiler itself connects only the latter with the parameters. */
export interface JsDoc {
  readonly text: string | undefined;
  /** By name: `lr` finds `@param lr` and `@param options.lr`. */
  readonly parameter: (name: string) => ParameterDoc | undefined;
  /** By position, for a parameter that is taken apart and so has no name. */
  readonly parameterAt: (position: number) => ParameterDoc | undefined;
  readonly returns: ts.TypeNode | undefined;
}

/** @param nodes where comments can stand; what comes first wins */
export const jsDocOf = (nodes: readonly ts.Node[]): JsDoc => {
  const comments = [...new Set(nodes.flatMap((node) => ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)))];
  const tags = comments.flatMap((comment) => [...(comment.tags ?? [])]);
  const all = tags.filter(ts.isJSDocParameterTag).flatMap(flatten);
  const parameters = new Map(all.toReversed());
  const whole = all.filter(([path]) => !path.includes("."));
  return {
    text: comments.map(({ comment }) => commentText(comment)).find((text) => text !== undefined),
    parameter: (name) => parameters.get(name) ?? [...parameters].find(([path]) => path.endsWith(`.${name}`))?.[1],
    parameterAt: (position) => whole[position]?.[1],
    returns: tags.find(ts.isJSDocReturnTag)?.typeExpression?.type,
  };
};

/** `@param {object} o` takes the `@param o.x` lines after it in as its properties. */
const flatten = (tag: ts.JSDocPropertyLikeTag): [string, ParameterDoc][] => {
  const type = tag.typeExpression?.type;
  const optional = tag.isBracketed || (type !== undefined && ts.isJSDocOptionalType(type));
  const doc: ParameterDoc = { text: commentText(tag.comment), type, optional };
  const nested = type !== undefined && ts.isJSDocTypeLiteral(type) ? (type.jsDocPropertyTags ?? []) : [];
  return [[dotted(tag.name), doc], ...nested.flatMap(flatten)];
};

const dotted = (name: ts.EntityName): string => (ts.isIdentifier(name) ? name.text : `${dotted(name.left)}.${name.right.text}`);

const commentText = (comment: ts.JSDocTag["comment"]): string | undefined => {
  const text = ts.getTextOfJSDocComment(comment)?.replace(/^-\s+/, "").trim();
  return text === "" ? undefined : text;
};
