import * as z from "zod/mini";

/** A list of numbers as a line: at most {@link mostPoints} of them, evenly spread from the first to the last, each to four digits. */
const Line = z.optional(z.array(z.number()));

/** Points of a line at most. */
export const mostPoints = 60;

/** What a hover, a terminal or a details view shows of a value without reading the value. At most about 4 kB of JSON, of a picture 16 kB. */
export const Preview = z.discriminatedUnion("kind", [
  /** A number, boolean, null, undefined, bigint, date or a short text, as a person would write it. */
  z.object({ kind: z.literal("scalar"), text: z.string() }),
  /** The beginning of a text. `language` is `text`, `html`, `markdown` or `csv`. */
  z.object({ kind: z.literal("text"), language: z.string(), text: z.string(), truncated: z.boolean() }),
  /** JSON with what does not fit cut out: long texts end with `…`, long lists and objects keep their first members. */
  z.object({ kind: z.literal("json"), value: z.json(), truncated: z.boolean(), line: Line }),
  /** A list of records or of equally long rows. */
  z.object({
    kind: z.literal("table"),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.enum(["number", "string", "boolean", "mixed"]),
        min: z.optional(z.number()),
        max: z.optional(z.number()),
        mean: z.optional(z.number()),
        /** Counts of ten equal ranges between `min` and `max`. */
        histogram: z.optional(z.array(z.number())),
        distinct: z.optional(z.number()),
      }),
    ),
    rows: z.array(z.array(z.json())),
    totalRows: z.number(),
  }),
  /** A typed array or buffer: its kind, its shape, and its first numbers. */
  z.object({ kind: z.literal("array"), dtype: z.string(), shape: z.array(z.number()), head: z.array(z.json()), line: Line }),
  /** A picture: its size in pixels, and itself or a smaller copy of it where that could be made. `data` is base64. */
  z.object({
    kind: z.literal("image"),
    format: z.enum(["png", "jpeg", "gif"]),
    width: z.number(),
    height: z.number(),
    picture: z.optional(z.object({ type: z.enum(["image/png", "image/jpeg", "image/gif"]), data: z.string() })),
  }),
  /** Something of which only the name of its kind can be shown. */
  z.object({ kind: z.literal("opaque"), text: z.string() }),
]);
export type Preview = z.infer<typeof Preview>;
