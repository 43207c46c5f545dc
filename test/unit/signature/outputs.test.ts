import { strict as assert } from "node:assert";
import { test } from "node:test";
import { project, read, shownFailure, shownOutputs } from "./project.ts";

const header = `
import { step, outputs, type Annotated } from "stepwright";
import * as sw from "stepwright";
type Quotient = Annotated<number, "quotient">;
type Pair = [number, string];
type Named<T> = Annotated<T, "boxed">;
interface Model { weights: number[] }
declare const model: Model;
declare const flag: boolean;
declare const list: number[];
declare const pair: [number, string];
declare function fail(): never;
declare function make(): [number, string];
`;

/** The function of a step in TypeScript, and its outputs. */
const accepted: readonly (readonly [fn: string, outputs: string])[] = [
  // Array literals whose type is a tuple.
  [`(): [number, string] => [1, "a"]`, `[output_0: number, output_1: string]`],
  [`(): Pair => [1, "a"]`, `[output_0: number, output_1: string]`],
  [`(): [number, string] => ([1, "a"])`, `[output_0: number, output_1: string]`],
  [`(): [number, string] => [1, "a"] as Pair`, `[output_0: number, output_1: string]`],
  [`() => [1, "a"] as [number, string]`, `[output_0: number, output_1: string]`],
  [`() => [1, "a"] satisfies Pair`, `[output_0: number, output_1: string]`],
  [`() => [1, "a"] as const`, `[output_0: 1, output_1: "a"]`],
  [`() => ([1, "a"] satisfies Pair) as Pair`, `[output_0: number, output_1: string]`],
  [`async (): Promise<[number, string]> => [1, "a"]`, `[output_0: number, output_1: string]`],
  [`async (): Promise<Pair> => await ([1, "a"] as Pair)`, `[output_0: number, output_1: string]`],
  [`(): readonly [number, string] => [1, "a"]`, `[output_0: number, output_1: string]`],
  [`(): [a: number, b: string] => [1, "a"]`, `[output_0: number, output_1: string]`],
  [`(): [number, string] => flag ? [1, "a"] : [2, "b"]`, `[output_0: number, output_1: string]`],
  [`(): [number, string] => flag ? [1, "a"] : (list.length > 2 ? ([2, "b"]) : [3, "c"])`, `[output_0: number, output_1: string]`],
  [`(): [number, string] => { if (flag) return [1, "a"]; return [2, "b"]; }`, `[output_0: number, output_1: string]`],
  [`(): [number, string] => { if (flag) { return [1, "a"]; } else { throw new Error(); } }`, `[output_0: number, output_1: string]`],
  [`(): [number, string] => { if (flag) return [1, "a"]; return fail(); }`, `[output_0: number, output_1: string]`],
  [`(): [number, string] => { if (flag) return [1, "a"]; fail(); }`, `[output_0: number, output_1: string]`],
  [`(): [number, string] => { const inner = () => { return list; }; inner(); return [1, "a"]; }`, `[output_0: number, output_1: string]`],
  [
    `(): [number, string] => { switch (list.length) { case 0: return [1, "a"]; default: return [2, "b"]; } }`,
    `[output_0: number, output_1: string]`,
  ],
  [`(): [number, string] => { try { return [1, "a"]; } finally { list.pop(); } }`, `[output_0: number, output_1: string]`],
  [`() => flag ? ([1, "a"] as const) : ([2, "b"] as const)`, `[output_0: 1 | 2, output_1: "a" | "b"]`],
  [`(): [number, number, string] => [...([1, 2] as [number, number]), "a"]`, `[output_0: number, output_1: number, output_2: string]`],
  [`(): [Model, () => void] => [model, () => undefined]`, `[output_0: Model, output_1: () => void]`],
  [`function (): [number, string] { return [1, "a"]; }`, `[output_0: number, output_1: string]`],

  // Names by \`Annotated\`.
  [`(): [Annotated<number, "quotient">, Annotated<number, "remainder">] => [1, 2]`, `["quotient": number, "remainder": number]`],
  [`(): [Annotated<number, "first">, string] => [1, "a"]`, `["first": number, output_1: string]`],
  [`(): [number, Annotated<string, "second">] => [1, "a"]`, `[output_0: number, "second": string]`],
  [`(): [Quotient, number] => [1, 2]`, `["quotient": number, output_1: number]`],
  [`(): [sw.Annotated<number, "a">, import("stepwright").Annotated<number, "b">] => [1, 2]`, `["a": number, "b": number]`],
  [`(): [Named<number>, number] => [1, 2]`, `["boxed": number, output_1: number]`],
  [`(): [Annotated<string | null, "text">, Annotated<any, "thing">] => [null, 1]`, `["text": string | null, "thing": any]`],
  [`(): [Annotated<null, "nothing">, Annotated<boolean, "yes">] => [null, true]`, `["nothing": null, "yes": boolean]`],
  [`async (): Promise<[Annotated<Model, "model">, number]> => [model, 1]`, `["model": Model, output_1: number]`],
  [`() => [1 as Annotated<number, "a">, 2] as [Annotated<number, "a">, number]`, `["a": number, output_1: number]`],

  // One output.
  [`(): [number, string] => pair`, `output: [number, string]`],
  [`(): [number, string] => { const both: Pair = [1, "a"]; return both; }`, `output: [number, string]`],
  [`(): [number, string] => make()`, `output: [number, string]`],
  [`(): [number, string] | undefined => flag ? pair : undefined`, `output: [number, string] | undefined`],
  [`(): Annotated<[number, string], "pair"> => [1, "a"]`, `"pair": [number, string]`],
  [`(): Annotated<Pair, "pair"> => [1, "a"]`, `"pair": Pair`],
  [`async (): Promise<Annotated<[number, string], "pair">> => [1, "a"]`, `"pair": [number, string]`],
  [`(): Annotated<number, "score"> => 1`, `"score": number`],
  [`(): Annotated<string | null, "maybe"> => flag ? "a" : null`, `"maybe": string | null`],
  [`(): Annotated<boolean, "ok"> => flag`, `"ok": boolean`],
  [`(): Annotated<any, "thing"> => 1`, `"thing": any`],
  [`() => 1 as Annotated<number, "score">`, `"score": number`],
  [`() => [1, 2]`, `output: number[]`],
  [`() => [1, "a"]`, `output: (string | number)[]`],
  [`(): number[] => [1, 2]`, `output: number[]`],
  [`(): number[] => flag ? [1, 2] : list`, `output: number[]`],
  [`() => [...list, 1]`, `output: number[]`],
  [`(): [number, string] => [...make()] as Pair`, `[output_0: number, output_1: string]`],
  [`(): [number, ...number[]] => list as [number, ...number[]]`, `output: [number, ...number[]]`],
  [`(): Pair => pair ?? [1, "a"]`, `output: Pair`],
  [`(): Pair | false => flag && [1, "a"]`, `output: Pair | false`],
  [`async () => Promise.all([1, "a"] as const)`, `output: [1, "a"]`],
  [`() => ({ a: 1, b: "x" })`, `output: { a: number; b: string; }`],
  [`() => model`, `output: Model`],
  [`async () => model`, `output: Model`],
  [`(): Model | undefined => flag ? model : undefined`, `output: Model | undefined`],
  [`() => null`, `output: null`],
  [`() => JSON.parse("1")`, `output: any`],

  // Several by key.
  [`() => outputs({ model, accuracy: 0.9 })`, `{ "model": Model, "accuracy": number }`],
  [`async () => outputs({ model, accuracy: 0.9 })`, `{ "model": Model, "accuracy": number }`],
  [`() => sw.outputs({ model })`, `{ "model": Model }`],
  [`() => { const both = outputs({ model, n: 1 }); return both; }`, `{ "model": Model, "n": number }`],
  [`() => flag ? outputs({ a: 1, b: "x" }) : outputs({ b: 2, a: 3 })`, `{ "a": number, "b": string | number }`],
  [`(): sw.Outputs<{ a: number; b: Model }> => outputs({ a: 1, b: model })`, `{ "a": number, "b": Model }`],

  // None.
  [`() => {}`, `nothing`],
  [`async () => {}`, `nothing`],
  [`(): void => undefined`, `nothing`],
  [`async (): Promise<void> => { list.pop(); }`, `nothing`],
  [`() => undefined`, `nothing`],
  [`(): never => fail()`, `output: never`],
];

test("what a TypeScript step returns decides its outputs", (t) => {
  const lines = accepted.map(([fn], index) => `export const s${index} = step(${fn});`);
  const workspace = project(t, { "a.ts": [header, ...lines].join("\n") });
  const { signatures, failures } = read(
    workspace,
    accepted.map((_, index) => `a.ts#s${index}`),
  );
  assert.deepEqual(failures, []);
  assert.deepEqual(
    signatures.map(({ outputs }, index) => [accepted[index]?.[0], shownOutputs(outputs)]),
    accepted,
  );
});

/** A function that is refused, with \`§\` before the place that the failure names. */
const refused: readonly (readonly [fn: string, code: string])[] = [
  [`(): [number, string] => { if (flag) return §pair; return [1, "a"]; }`, "SW1012"],
  [`(): [number, string] => flag ? [1, "a"] : §pair`, "SW1012"],
  [`(): Pair | undefined => { if (flag) §return; return [1, "a"]; }`, "SW1012"],
  [`(): Pair | undefined => { if (flag) return §undefined; return [1, "a"]; }`, "SW1012"],
  [`(): Pair | undefined => { §if (flag) return [1, "a"]; }`, "SW1012"],
  [`(): Pair => { if (flag) return [1, "a"]; return §pair ?? [2, "b"]; }`, "SW1012"],
  [`(): [number, number] => flag ? [1, 2] : §[...list] as [number, number]`, "SW1012"],
  [`async (): Promise<Pair> => { if (flag) return §make(); return [1, "a"]; }`, "SW1012"],
  [`() => flag ? §[1, 2] as const : [1] as const`, "SW1012"],
  [`(): [number, ...string[]] => §[1, "a"]`, "SW1013"],
  [`(): [number, string?] => §[1, "a"]`, "SW1013"],
  [`(): [Annotated<number, "a">, Annotated<number, "a">] => §[1, 2]`, "SW1014"],
  [`(): [number, Annotated<number, "output_0">] => §[1, 2]`, "SW1014"],
  [`(): [number, string] => §[1]`, "SW1015"],
  [`(): [number, string] => flag ? [1, "a"] : §[1, "a", 2]`, "SW1015"],
  [`function §* () { yield 1; }`, "SW1030"],
  [`async function §* () { yield 1; }`, "SW1030"],
];

test("returns that do not say what the outputs are", (t) => {
  const lines = refused.map(([fn], index) => `export const s${index} = step(${fn.replace("§", "")});`);
  const workspace = project(t, { "a.ts": [header, ...lines].join("\n") });
  const { signatures, failures } = read(
    workspace,
    refused.map((_, index) => `a.ts#s${index}`),
  );
  assert.deepEqual(
    signatures.map(({ identity }) => identity),
    [],
  );
  const before = header.split("\n").length;
  assert.deepEqual(
    failures.map(shownFailure),
    refused.map(
      ([fn, code], index) => `${code} a.ts:${before + index + 1}:${`export const s${index} = step(`.length + fn.indexOf("§") + 1}`,
    ),
  );
  for (const { message, help } of failures) assert.match(`${message} ${help}`, /^`s\d+` .*\. .*\.$/s);
});

test("outputs by key that disagree or are not known point at the step", (t) => {
  const workspace = project(t, {
    "a.ts": `${header}
export const different = step(() => flag ? outputs({ a: 1 }) : outputs({ b: 1 }));
export const half = step(() => { if (flag) return outputs({ a: 1 }); });
export const beside = step(() => flag ? outputs({ a: 1 }) : 1);
export const unknown = step(() => outputs(JSON.parse("{}") as Record<string, number>));
`,
  });
  const { failures } = read(workspace, ["a.ts#different", "a.ts#half", "a.ts#beside", "a.ts#unknown"]);
  const first = header.split("\n").length + 1;
  assert.deepEqual(failures.map(shownFailure), [
    `SW1012 a.ts:${first}:14`,
    `SW1012 a.ts:${first + 1}:14`,
    `SW1012 a.ts:${first + 2}:14`,
    `SW1031 a.ts:${first + 3}:14`,
  ]);
});

/** JavaScript: JSDoc, at the function or at the binding, stands for types. */
const javascript: readonly (readonly [statement: string, outputs: string])[] = [
  [`step(() => [1, "a"])`, `output: (string | number)[]`],
  [`step(/** @returns {[number, string]} */ () => [1, "a"])`, `[output_0: number, output_1: string]`],
  [`/** @returns {[number, string]} */ step(() => [1, "a"])`, `[output_0: number, output_1: string]`],
  [`/** @returns {Promise<[number, string]>} */ step(async () => [1, "a"])`, `[output_0: number, output_1: string]`],
  [`/** @returns {[import("stepwright").Annotated<number, "q">, number]} */ step(() => [1, 2])`, `["q": number, output_1: number]`],
  [`/** @returns {import("stepwright").Annotated<number, "q">} */ step(() => 1)`, `"q": number`],
  [`/** @returns {[number, string]} */ step(() => both)`, `output: [number, string]`],
  [`step(() => outputs({ a: 1, b: "x" }))`, `{ "a": number, "b": string }`],
  [`step(async () => outputs({ a: 1 }))`, `{ "a": number }`],
  [`step(() => {})`, `nothing`],
  [`step((x) => x)`, `output: any`],
];

test("what a JavaScript step returns decides its outputs", (t) => {
  const lines = javascript.map(([text], index) => text.replace(/step\((?=[^]*$)/, `export const s${index} = step(`));
  const workspace = project(t, {
    "a.js": [`import { step, outputs } from "stepwright";`, `/** @type {[number, string]} */ const both = [1, "a"];`, ...lines].join("\n"),
  });
  const { signatures, failures } = read(
    workspace,
    javascript.map((_, index) => `a.js#s${index}`),
  );
  assert.deepEqual(failures, []);
  assert.deepEqual(
    signatures.map(({ outputs }, index) => [javascript[index]?.[0], shownOutputs(outputs)]),
    javascript,
  );
});
