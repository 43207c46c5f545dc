import ts from "../typescript.ts";

/**
 * The regular expression of a template literal type, or of `Uppercase<string>` and its like; undefined for another type.
 * `` `v${number}` `` → `^v…$`.
 */
export const textPattern = (type: ts.Type): string | undefined => {
  const body = placeholder(type);
  return body !== undefined && (isTemplate(type) || isMapped(type)) ? `^${body}$` : undefined;
};

/** What may stand in a place of a template. Unions are spread over the template by the compiler, literals are part of its text. */
const placeholder = (type: ts.Type): string | undefined => {
  if (isTemplate(type)) return templateBody(type);
  if (isMapped(type)) return mappedBody(type);
  if (type.flags & ts.TypeFlags.Number) return numberBody;
  if (type.flags & ts.TypeFlags.BigInt) return String.raw`-?\d+`;
  return type.flags & (ts.TypeFlags.String | ts.TypeFlags.Any) ? String.raw`[\s\S]*` : undefined;
};

/** Whatever `Number` reads as a finite number, as in the compiler's own rule: signs, hexadecimal, blanks around it. */
const numberBody = String.raw`\s*(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)\s*`;

const templateBody = ({ texts, types }: ts.TemplateLiteralType): string | undefined => {
  const parts = texts.map(escaped);
  const bodies = types.map(placeholder);
  if (bodies.includes(undefined)) return undefined;
  return parts.map((part, index) => part + (bodies[index] ?? "")).join("");
};

/** Letters that change are told by Unicode's own properties: "changes when uppercased", "changes when lowercased". */
const mappedBody = (type: ts.StringMappingType): string | undefined => {
  switch (type.symbol.name) {
    case "Uppercase":
      return String.raw`\P{CWU}*`;
    case "Lowercase":
      return String.raw`\P{CWL}*`;
    case "Capitalize":
      return String.raw`(?:\P{CWU}[\s\S]*)?`;
    case "Uncapitalize":
      return String.raw`(?:\P{CWL}[\s\S]*)?`;
    default:
      return undefined;
  }
};

/** Under the `u` flag only these may be escaped. */
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

const isTemplate = (type: ts.Type): type is ts.TemplateLiteralType => (type.flags & ts.TypeFlags.TemplateLiteral) !== 0;
const isMapped = (type: ts.Type): type is ts.StringMappingType => (type.flags & ts.TypeFlags.StringMapping) !== 0;
