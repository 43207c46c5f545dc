/**
 * The tagged form: JSON in which an object with a `$type` stands for what JSON lacks. Everything else means itself, so other tools can
 * read most of such a file. An object that has a `$type` of its own is written as its entries.
 *
 * | tag | further members |
 * | --- | --- |
 * | `undefined` | |
 * | `number` | `value`: `"NaN"`, `"Infinity"`, `"-Infinity"`, `"-0"` |
 * | `bigint`, `Date`, `URL` | `value` as text; `null` for an invalid date |
 * | `RegExp` | `source`, `flags`, `lastIndex` |
 * | `Map` | `entries`: pairs |
 * | `Set` | `values` |
 * | `Array` | `length`, `entries`: an array with holes or with properties of its own |
 * | `Object` | `entries`: an object that has a member `$type` |
 * | `Error` | `name` of the class, `message`, `stack`, `cause`, `errors`, `properties`: those that it has |
 * | `Text` | `language`, `text` |
 * | `bytes` | `kind`, and `base64` or `file` in the same folder |
 * | `def`, `ref` | `id`: an object that stands in several places, with its `value` in the first |
 */
export const tagKey = "$type";

export const tags = [
  "undefined",
  "number",
  "bigint",
  "Date",
  "URL",
  "RegExp",
  "Map",
  "Set",
  "Array",
  "Object",
  "Error",
  "Text",
  "bytes",
  "def",
  "ref",
] as const;
export type Tag = (typeof tags)[number];

/** Whether a text read from a file is a tag that we write. */
export function isTag(text: unknown): text is Tag {
  return (tags as readonly unknown[]).includes(text);
}

/** The numbers that JSON lacks, by how they are written. */
export const specialNumbers: ReadonlyMap<unknown, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);
