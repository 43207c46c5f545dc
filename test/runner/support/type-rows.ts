import { symlink } from "node:fs/promises";
import path from "node:path";
import { table } from "../../unit/schema/table/index.ts";
import type { Row } from "../../unit/schema/table/row.ts";
import { workspace, type Workspace } from "./workspace.ts";

/** A value of the published table of types, and what is said about it as the output of a step. */
interface RejectedValue {
  /** The step that returns it. */
  readonly step: string;
  readonly said: string;
}

/** A project made of the published table of types: for each type steps that return its values, and steps that take them. */
export interface TypeRows extends AsyncDisposable {
  readonly workspace: Workspace;
  /** Pipeline `wrong` of `rows.ts` runs them. */
  readonly rejected: readonly RejectedValue[];
  /** Pipeline `right` of `rows.ts` hands each accepted value that can be stored from one step to another; these are the second ones. */
  readonly accepted: readonly string[];
}

export async function typeRows(): Promise<TypeRows> {
  const rows = table
    .flatMap(({ title, rows: all }) => all.map((row) => ({ ...row, isData: title !== "Classes" && title !== "What cannot be checked" })))
    .filter(hasOutput);
  const sources = rows.map((row, index) => [`rows/${String(index)}.ts`, sourceOf(row)] as const);
  const imports = rows.map((_, index) => `import * as row${String(index)} from "./rows/${String(index)}.ts";`);
  const wrong = rows.flatMap((row, index) =>
    Object.values(row.rejects).map((said, position) => ({
      id: `wrong_${String(index)}_${String(position)}`,
      row: index,
      position,
      said: said.split("\n").map((line) => asOutput(line, row)),
    })),
  );
  const right = rows.flatMap((row, index) =>
    row.accepts.flatMap((written, position) =>
      row.isData && isStorable(written) ? [{ id: `right_${String(index)}_${String(position)}`, row: index, position }] : [],
    ),
  );
  const main = [
    'import { pipeline } from "stepwright";',
    ...imports,
    "export const wrong = pipeline(() => {",
    ...wrong.map(({ id, row, position }) => `  row${String(row)}.wrong.withOptions({ id: "${id}" })(${String(position)});`),
    "});",
    "export const right = pipeline(() => {",
    ...right.map(
      ({ id, row, position }) =>
        `  row${String(row)}.take.withOptions({ id: "${id}" })(row${String(row)}.right.withOptions({ id: "made_${id}" })(${String(position)}) as never);`,
    ),
    "});",
  ];
  const made = await workspace({ ...Object.fromEntries(sources), "rows.ts": main.join("\n") });
  // The types of Node, and the packages that some rows are about.
  await symlink(path.resolve(import.meta.dirname, "../../../node_modules"), path.join(made.path, "node_modules"));
  return {
    workspace: made,
    rejected: wrong.map(({ id, said }) => ({ step: id, said: said.join("\n") })),
    accepted: right.map(({ id }) => id),
    [Symbol.asyncDispose]: () => made[Symbol.asyncDispose](),
  };
}

/** What is nothing is no output, and what is promised is waited for. */
const hasOutput = ({ type }: Row): boolean => !["undefined", "void", "Promise<number>"].includes(type);

/** A step for each end of a type: `wrong` and `right` return its values by number, as a variable, so that a list stays one output. */
const sourceOf = ({ given = "", type, accepts, rejects }: Row): string =>
  [
    given,
    'import { step } from "stepwright";',
    `const values: any[] = [${accepts.map((written) => `() => (${written})`).join(", ")}];`,
    `const others: any[] = [${Object.keys(rejects)
      .map((written) => `() => (${written})`)
      .join(", ")}];`,
    `export const right = step((index: number): ${type} => { const value = values[index](); return value; });`,
    `export const wrong = step((index: number): ${type} => { const value = others[index](); return value; });`,
    `export const take = step((value: ${type}) => 1);`,
  ].join("\n");

/** Instances of classes that no materializer is given for, and what is no data at all, is refused by the store. */
const isStorable = (written: string): boolean => !/=>|Symbol|new (Blob|AbortController)|Readable|Object\.assign/.test(written);

/** The table speaks of a value without a name; as an output it is called `output`. */
const asOutput = (line: string, { type }: Row): string => {
  if (/^and \d+ more$/.test(line)) return line;
  if (line.startsWith("expected")) return `output: ${line}`;
  if (line.startsWith("[...values()]") && type.includes("Set<")) return line.replace("values()", "output");
  if (line.startsWith("[...")) return line.replace("[...", "[...output.");
  return line.startsWith("[") ? `output${line}` : `output.${line}`;
};
