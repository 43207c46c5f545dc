import type { Section } from "./row.ts";

export const lists: Section = {
  title: "Arrays and tuples",
  says: "Also `readonly`. Each element is checked.",
  rows: [
    {
      type: "number[]",
      accepts: ["[]", "[1, 2]"],
      rejects: {
        '[1, "x"]': '[1]: expected number, got string "x"',
        "{ 0: 1 }": "expected number[], got object",
        "[1, undefined]": "[1]: expected number, got undefined",
      },
    },
    { type: "readonly string[]", accepts: [`["a"]`], rejects: { "[1]": "[0]: expected string, got number 1" } },
    { type: "ReadonlyArray<boolean>", accepts: ["[true]"], rejects: { "[0]": "[0]: expected boolean, got number 0" } },
    {
      type: "number[][]",
      accepts: ["[]", "[[1], []]"],
      rejects: { '[[1], [2], [3], [4, "x"]]': '[3][1]: expected number, got string "x"', "[1]": "[0]: expected number[], got number 1" },
    },
    { type: "(number | null)[]", accepts: ["[1, null]"], rejects: { "[undefined]": "[0]: expected number | null, got undefined" } },
    { type: "unknown[]", accepts: ["[1, null]"], rejects: { '"ab"': 'expected array, got string "ab"' } },
    { type: "[]", accepts: ["[]"], rejects: { "[1]": "expected 0 elements, got 1" } },
    {
      type: "[number, string]",
      accepts: [`[1, "a"]`],
      rejects: {
        "[1]": "expected 2 elements, got 1",
        '[1, "a", 2]': "expected 2 elements, got 3",
        '["a", 1]': '[0]: expected number, got string "a"\n[1]: expected string, got number 1',
      },
    },
    { type: "readonly [x: number, y: number]", accepts: ["[1, 2]"], rejects: { "5": "expected [number, number], got number 5" } },
    {
      type: "[number, string?]",
      accepts: ["[1]", `[1, "a"]`, "[1, undefined]"],
      rejects: { "[]": "expected 1 to 2 elements, got 0", "[1, 2]": "[1]: expected string | undefined, got number 2" },
    },
    {
      type: "[string, ...number[]]",
      accepts: [`["a"]`, `["a", 1, 2]`],
      rejects: { "[]": "expected at least 1 element, got 0", '["a", 1, "b"]': '[2]: expected number, got string "b"' },
    },
    {
      type: "[...number[], string]",
      accepts: [`["a"]`, `[1, 2, "a"]`],
      rejects: {
        "[1, 2]": "[1]: expected string, got number 2",
        "[]": "expected at least 1 element, got 0",
        '[1, "x", "a"]': '[1]: expected number, got string "x"',
      },
    },
    {
      type: "[boolean, ...number[], string, null]",
      accepts: [`[true, "a", null]`, `[true, 1, "a", null]`],
      rejects: { '[true, "a"]': "expected at least 3 elements, got 2", "[true, 1, 2, null]": "[2]: expected string, got number 2" },
    },
    {
      type: "[number, ...[string, boolean]]",
      accepts: [`[1, "a", true]`],
      rejects: { '[1, "a", 2]': "[2]: expected boolean, got number 2" },
    },
    {
      type: "ArrayLike<number>",
      accepts: ["[1]", "new Float64Array(2)", "{ length: 1, 0: 5 }"],
      rejects: { '["a"]': '[0]: expected number, got string "a"', '{ length: 1, 0: "a" }': '["0"]: expected number, got string "a"' },
    },
  ],
};
