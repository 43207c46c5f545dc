import type { Section } from "./row.ts";

export const builtIn: Section = {
  title: "What JavaScript and Node bring along",
  says: "A value must be one of them, not only look like one. Only errors are told by their members.",
  rows: [
    {
      type: "Date",
      accepts: ["new Date()"],
      rejects: { '"2026-01-01"': 'expected Date, got string "2026-01-01"', "0": "expected Date, got number 0" },
    },
    { type: "RegExp", accepts: ["/a/"], rejects: { '"/a/"': 'expected RegExp, got string "/a/"' } },
    {
      type: "Map<string, number>",
      accepts: ["new Map()", `new Map([["a", 1]])`],
      rejects: {
        'new Map([["a", "x"]])': 'get("a"): expected number, got string "x"',
        "new Map([[1, 1]])": "[...keys()][0]: expected string, got number 1",
        "{}": "expected Map<string, number>, got object",
      },
    },
    {
      type: "Map<number, { a: number }>",
      accepts: ["new Map([[1, { a: 1 }]])"],
      rejects: { 'new Map([[1, { a: "x" }]])': '[...values()][0].a: expected number, got string "x"' },
    },
    {
      type: "ReadonlyMap<string, Date>",
      accepts: [`new Map([["a", new Date()]])`],
      rejects: { 'new Map([["a", 1]])': 'get("a"): expected Date, got number 1' },
    },
    {
      type: "Set<string>",
      accepts: [`new Set(["a"])`],
      rejects: { 'new Set(["a", 1])': "[...values()][1]: expected string, got number 1", '["a"]': "expected Set<string>, got array" },
    },
    {
      type: "ReadonlySet<number>",
      accepts: ["new Set([1])"],
      rejects: { 'new Set(["a"])': '[...values()][0]: expected number, got string "a"' },
    },
    {
      type: "{ scores: Map<string, number[]>; tags: Set<string> }",
      accepts: [`{ scores: new Map([["a", [1]]]), tags: new Set<string>() }`],
      rejects: {
        '{ scores: new Map([["a", ["x"]]]), tags: new Set([1]) }':
          'scores.get("a")[0]: expected number, got string "x"\n[...tags][0]: expected string, got number 1',
      },
    },
    {
      type: "Float64Array",
      accepts: ["new Float64Array(3)"],
      rejects: { "[1, 2]": "expected Float64Array, got array", "new Float32Array(1)": "expected Float64Array, got Float32Array" },
    },
    {
      type: "Uint8Array",
      accepts: ["new Uint8Array(1)", `Buffer.from("a")`],
      rejects: { "new ArrayBuffer(1)": "expected Uint8Array, got ArrayBuffer" },
    },
    { type: "BigInt64Array", accepts: ["new BigInt64Array(1)"], rejects: { "[1n]": "expected BigInt64Array, got array" } },
    {
      type: "Float32Array | Float64Array",
      accepts: ["new Float32Array(1)", "new Float64Array(1)"],
      rejects: { "new Int8Array(1)": "expected Float32Array | Float64Array, got Int8Array" },
    },
    { type: "ArrayBuffer", accepts: ["new ArrayBuffer(8)"], rejects: { "new Uint8Array(8)": "expected ArrayBuffer, got Uint8Array" } },
    {
      type: "ArrayBufferView",
      accepts: ["new Uint8Array(1)", "new DataView(new ArrayBuffer(1))"],
      rejects: { "new ArrayBuffer(1)": "expected ArrayBufferView, got ArrayBuffer" },
    },
    {
      type: "Buffer",
      accepts: [`Buffer.from("a")`],
      rejects: { "new Uint8Array(1)": "expected Buffer, got Uint8Array", '"a"': 'expected Buffer, got string "a"' },
    },
    { type: "URL", accepts: [`new URL("file:///a")`], rejects: { '"file:///a"': 'expected URL, got string "file:///a"' } },
    { type: "Blob", accepts: ["new Blob([])"], rejects: { "{}": "expected Blob, got object" } },
    {
      type: "AbortSignal",
      accepts: ["new AbortController().signal"],
      rejects: { "new AbortController()": "expected AbortSignal, got AbortController" },
    },
    { type: "Promise<number>", accepts: ["Promise.resolve(1)"], rejects: { "1": "expected Promise, got number 1" } },
    {
      type: "Error",
      accepts: [`new Error("a")`, `{ name: "a", message: "b" }`],
      rejects: {
        '"a"': 'expected Error, got string "a"',
        "{}": "name: expected string, got nothing\nmessage: expected string, got nothing",
      },
    },
    {
      type: "Readable",
      given: `import { Readable } from "node:stream";`,
      accepts: ["Readable.from([])"],
      rejects: { "{}": "expected Readable, got object" },
    },
  ],
};
