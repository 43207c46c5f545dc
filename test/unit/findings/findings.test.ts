import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { WorkspaceIndex } from "../../../src/runner/analysis/discovery/workspace-index.ts";
import { findingsIn, wantedSignatures } from "../../../src/runner/analysis/findings/findings.ts";
import { readFromSource } from "../../../src/runner/analysis/signature/signatures.ts";
import { workspaceOf } from "../graph/support.ts";

/** What `stepwright` means here. */
const sdkTypes = path.resolve(import.meta.dirname, "../signature/sdk.ts");

const text = `import { pipeline, step } from "stepwright";
import type { Pair } from "./types.ts";
export const pair = step((): Pair => [1, "a"]);
export const rest = step((...xs: number[]): number => xs.length);
export const p = pipeline(() => {
  const [one, two, three] = pair();
  return { one, two, three };
});
`;

test("what the syntax shows is found at once, what needs types when the checker has been asked, and nothing twice", async (t) => {
  const workspace = workspaceOf(t, { "a.ts": text, "types.ts": "export type Pair = [number, string];\n" });
  const { reader } = await WorkspaceIndex.open(workspace);
  const request = { workspace, reader, path: `${workspace}/a.ts` };
  const shown = (found: ReturnType<typeof findingsIn>): string[] => found.map(({ code, range }) => `${code}:${range.start.line}`);
  assert.deepEqual(shown(findingsIn(request)), ["SW1011:4"]);

  const bindings = wantedSignatures(request);
  assert.deepEqual(
    bindings.map(({ kind, identity }) => `${kind} ${identity}`),
    ["step a.ts#pair", "step a.ts#rest", "pipeline a.ts#p"],
  );
  const read = readFromSource({ workspace, files: [request.path], sdkTypes, bindings });
  assert.ok(read.ok);
  assert.deepEqual(shown(findingsIn({ ...request, described: read.value })), ["SW1011:4", "SW1010:6"]);
});

test("findings follow what an editor has not saved, also in the file of a step", async (t) => {
  const workspace = workspaceOf(t, {
    "a.ts": `import { pipeline } from "stepwright";\nimport { load } from "./load.ts";\nexport const p = pipeline(() => load({ nme: "a" }));\n`,
    "load.ts": `import { step } from "stepwright";\nexport const load = step(({ name = "x" }: { name?: string }) => name);\n`,
  });
  const index = await WorkspaceIndex.open(workspace);
  const codes = (): string[] => findingsIn({ workspace, reader: index.reader, path: `${workspace}/a.ts` }).map(({ code }) => code);
  assert.deepEqual(codes(), ["SW1003"]);
  index.update(
    `${workspace}/load.ts`,
    `import { step } from "stepwright";\nexport const load = step(({ nme }: { nme: string }) => nme);\n`,
  );
  assert.deepEqual(codes(), []);
  index.update(`${workspace}/load.ts`);
  assert.deepEqual(codes(), ["SW1003"]);
});

test("code that is nested without end is unreadable at worst, and hides nobody else's", async (t) => {
  const around = (value: string): string => `import { pipeline, step } from "stepwright";
const f = (x: number): number => x;
export const value = ${value};
export const count = step((x: number): number => x);
export const p = pipeline(() => count(value));
export const rest = step((...xs: number[]): number => xs.length);
`;
  const workspace = workspaceOf(t, {
    "calls.ts": around(`${"f(".repeat(3000)}1${")".repeat(3000)}`),
    "lists.ts": around(`${"[".repeat(2000)}${"]".repeat(2000)}`),
    "sum.ts": around(Array.from({ length: 20_000 }, (_, index) => String(index)).join(" + ")),
    "other.ts": around("1"),
  });
  const index = await WorkspaceIndex.open(workspace);
  const codes = (name: string): string[] =>
    findingsIn({ workspace, reader: index.reader, path: `${workspace}/${name}` }).map(({ code }) => code);
  assert.deepEqual(codes("other.ts"), ["SW1011"]);
  for (const name of ["calls.ts", "lists.ts", "sum.ts"]) assert.match(codes(name).join(), /^(?:SW1011|SW2001)$/, name);
});
