import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Workspace, type Files } from "../compile/support/workspace.ts";
import { changed, closuresOf } from "./support.ts";

/** A constant, a function, a class or a step of a generated program; it uses items that come before it. */
interface Item {
  readonly kind: "constant" | "function" | "class" | "step";
  readonly file: number;
  readonly uses: readonly number[];
  /** It imports what it uses by way of a file that passes everything on. */
  readonly byBarrel: boolean;
  /** What an edit changes. */
  readonly value: number;
  /** What a change must not show: the name of a local, a comment, and a type. */
  readonly local: string;
  readonly type: string;
}

const fileCount = 3;
const letters = fc
  .string({ unit: fc.constantFrom("e", "t", "a", "o", "n", "q", "z"), minLength: 1, maxLength: 4 })
  .map((text) => `_${text}`);

const program = fc
  .array(
    fc.record({
      kind: fc.constantFrom("constant", "function", "function", "class", "step"),
      file: fc.nat(fileCount - 1),
      byBarrel: fc.boolean(),
      picks: fc.array(fc.nat(), { maxLength: 3 }),
      local: letters,
    }),
    { minLength: 4, maxLength: 14 },
  )
  .map((items) =>
    items.map(({ kind, file, byBarrel, picks, local }, index): Item => {
      // A function or constant may be used by all that follows. Files import each other freely, in circles too.
      const usable = items.flatMap((item, at) => (at < index && item.kind !== "step" ? [at] : []));
      const uses = kind === "constant" || usable.length === 0 ? [] : [...new Set(picks.map((pick) => usable[pick % usable.length] ?? 0))];
      return { kind, file: kind === "step" ? 0 : file, uses, byBarrel, value: index * 1000 + 7, local, type: "number" };
    }),
  );

function render(items: readonly Item[]): Files {
  const files = Array.from({ length: fileCount }, (_, file) => {
    const own = items.flatMap((item, index) => (item.file === file ? [{ item, index }] : []));
    const imports = new Map(
      own.flatMap(({ item }) =>
        item.uses.flatMap((use): [number, string][] => {
          const from = items[use]?.file;
          if (from === file) return [];
          return [[use, `import { item${String(use)} } from "./${item.byBarrel ? "index" : `f${String(from)}`}.ts";`]];
        }),
      ),
    );
    const lines = own.map(({ item, index }) => `/* ${item.local} */ export const item${String(index)} = ${expression(items, item)};`);
    return [`f${String(file)}.ts`, [`import { step } from "stepwright";`, ...imports.values(), ...lines].join("\n")] as const;
  });
  const barrel = files.map(([file]) => `export * from "./${file}";`).join("\n");
  return Object.fromEntries([...files, ["index.ts", barrel]]);
}

function expression(items: readonly Item[], { kind, uses, value, local, type }: Item): string {
  if (kind === "constant") return String(value);
  const call = { constant: "", step: "", function: `(${local})`, class: `.of(${local}).value` };
  const calls = uses.map((use) => ` + item${String(use)}${call[items[use]?.kind ?? "constant"]}`);
  if (kind === "class") {
    const total = `${local} * ${String(value)}${calls.join("")}`;
    return `class { static of(${local}: ${type}) { return new this(${local}); } readonly value: ${type}; constructor(${local}: ${type}) { this.value = ${total}; } }`;
  }
  const body = `(${local}: ${type}) => { const ${local}2 = ${local} * ${String(value)}; return ${local}2${calls.join("")}; }`;
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
      for (const unseen of [{ local }, { type: "any" }]) {
        const same = await closuresAfter((item, index) => (index === edited ? { ...item, ...unseen } : item));
        assert.deepEqual(changed(before, same), []);
      }
    }),
    { numRuns: 15 },
  );
});
