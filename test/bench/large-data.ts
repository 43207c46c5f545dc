import type { JsonSchema } from "../../src/runner/model/json-schema.ts";
import { createValidator } from "../../src/runner/validate/validator.ts";

/** `interface Row { id: number; name: string | null; price: number; active: boolean; note?: string }`, and a list of them. */
const schema: JsonSchema = {
  type: "array",
  items: { $ref: "#/$defs/Row" },
  $defs: {
    Row: {
      title: "Row",
      type: "object",
      properties: {
        id: { type: "number" },
        name: { type: ["string", "null"] },
        price: { type: "number" },
        active: { type: "boolean" },
        note: { type: "string" },
      },
      required: ["id", "name", "price", "active"],
    },
  },
};

/** A million rows, and how long it takes to check them, and to write them as JSON. In milliseconds. */
export const largeData = (): { readonly check: (sampled: boolean) => Promise<number>; readonly write: () => Promise<number> } => {
  const rows = Array.from({ length: 1_000_000 }, (_, id) => ({
    id,
    name: id % 10 === 0 ? null : `name ${String(id)}`,
    price: id / 3,
    active: id % 2 === 0,
  }));
  return {
    check: async (sampled) => {
      const start = performance.now();
      // Made anew each time: loading the compiler and compiling the schema is part of what a worker does.
      const { total } = await createValidator(schema, { sampled }).check(rows, "rows");
      if (total > 0) throw new Error("The rows are what their type says.");
      return performance.now() - start;
    },
    write: () => {
      const start = performance.now();
      const { length } = JSON.stringify(rows);
      return Promise.resolve(length > 0 ? performance.now() - start : 0);
    },
  };
};
