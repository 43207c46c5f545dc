import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Workspace, type Files } from "../compile/support/workspace.ts";
import { changed, closuresOf } from "./support.ts";

/** A constant, a function or a step of a generated program; it uses items that come before it. */
interface Item {
  readonly kind: "constant" | "function" | "step";
  readonly file: number;
  readonly uses: readonly number[];
  /** What an edit changes. */
  readonly value: number;
  /** What a change must not show: the name of a local, and a comment. */
  readonly local: string;
}

const fileCount = 3;
const letters = fc
  .string({ unit: fc.constantFrom("e", "t", "a", "o", "n", "q", "z"), minLength: 1, maxLength: 4 })
  .map((text) => `_${text}`);

const program = fc
  .array(
    fc.record({
      kind: fc.constantFrom("constant", "function", "function", "step"),
      file: fc.nat(fileCount - 1),
      picks: fc.array(fc.nat(), { maxLength: 3 }),
      local: letters,
    }),
    { minLength: 4, maxLength: 14 },
  )
  .map((items) =>
    items.map(({ kind, file, picks, local }, index): Item => {
      // A function or constant may be used by all that follows. Files import each other freely, in circles too.
      const usable = items.flatMap((item, at) => (at < index && item.kind !== "step" ? [at] : []));
      const uses = kind === "constant" || usable.length === 0 ? [] : [...new Set(picks.map((pick) => usable[pick % usable.length] ?? 0))];
      return { kind, file: kind === "step" ? 0 : file, uses, value: index * 1000 + 7, local };
    }),
  );

function render(items: readonly Item[]): Files {
  const files = Array.from({ length: fileCount }, (_, file) => {
    const own = items.flatMap((item, index) => (item.file === file ? [{ item, index }] : []));
    const imported = new Set(own.flatMap(({ item }) => item.uses.filter((use) => items[use]?.file !== file)));
    const imports = [...imported].map((use) => `import { item${String(use)} } from "./f${String(items[use]?.file)}.ts";`);
    const lines = own.map(({ item, index }) => `/* ${item.local} */ export const item${String(index)} = ${expression(items, item)};`);
    return [`f${String(file)}.ts`, [`import { step } from "stepwright";`, ...imports, ...lines].join("\n")] as const;
  });
  return Object.fromEntries(files);
}

function expression(items: readonly Item[], { kind, uses, value, local }: Item): string {
  if (kind === "constant") return String(value);
  const calls = uses.map((use) => ` + item${String(use)}${items[use]?.kind === "function" ? `(${local})` : ""}`);
  const body = `(${local}: number) => { const ${local}2 = ${local} * ${String(value)}; return ${local}2${calls.join("")}; }`;
  return kind === "step" ? `step(${body})` : body;
}

function reaches(items: readonly Item[], from: number, target: number): boolean {
  return from === target || (items[from]?.uses.some((use) => reaches(items, use, target)) ?? false);
}

test("an edit changes exactly the closures that reach it", async () => {
  await fc.assert(
    fc.asyncProperty(program, fc.nat(), letters, async (items, pick, local) => {
      using workspace = new Workspace({ "package.json": `{ "type": "module" }` });
      const steps = items.flatMap(({ kind }, index) => (kind === "step" ? [index] : []));
      const edited = pick % items.length;
      const closuresAfter = async (change: (item: Item, index: number) => Item): Promise<ReturnType<typeof closuresOf>> =>
        closuresOf(workspace, render(items.map(change)), ...steps.map((step) => `item${String(step)}`));
      const before = await closuresAfter((item) => item);
      const other = await closuresAfter((item, index) => (index === edited ? { ...item, value: item.value + 1 } : item));
      const expected = steps.filter((step) => reaches(items, step, edited)).map((step) => `item${String(step)}`);
      assert.deepEqual(changed(before, other), expected);
      const renamed = await closuresAfter((item, index) => (index === edited ? { ...item, local } : item));
      assert.deepEqual(changed(before, renamed), []);
    }),
    { numRuns: 15 },
  );
});
