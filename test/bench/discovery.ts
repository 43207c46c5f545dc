import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { WorkspaceIndex } from "../../src/runner/analysis/discovery/workspace-index.ts";

/** A workspace of many source files, as one of an application is: few of them define steps, and some of these by a helper of the house. */
export class ManyFiles {
  readonly folder: string;
  readonly files: readonly string[];
  #index: WorkspaceIndex | undefined;
  #edits = 0;

  /** Writes the files. */
  constructor(folder: string, count: number) {
    this.folder = folder;
    this.files = Array.from({ length: count }, (_, number) => {
      const file = join(folder, "src", `area${String(number % 100)}`, `module${String(number)}.ts`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, textOf(number));
      return file;
    });
    writeFileSync(join(folder, ".gitignore"), "dist/\n");
    writeFileSync(
      join(folder, "src", "house.ts"),
      `import { step } from "stepwright";\nexport const houseStep = (fn: () => number) => step(fn);\n`,
    );
  }

  /** Milliseconds to read every file once. */
  read(): Promise<number> {
    const start = performance.now();
    let bytes = 0;
    for (const file of this.files) bytes += readFileSync(file).length;
    if (bytes === 0) throw new Error("The files are empty.");
    return Promise.resolve(performance.now() - start);
  }

  /** Milliseconds to find everything that they define. */
  async open(): Promise<number> {
    const start = performance.now();
    this.#index = await WorkspaceIndex.open(this.folder);
    const ms = performance.now() - start;
    const found = this.#index.snapshot().length;
    if (found !== defining(this.files.length)) throw new Error(`${String(found)} files define something.`);
    return ms;
  }

  /** Milliseconds to follow one edit in the editor, of a file that defines steps. */
  async edit(): Promise<number> {
    const index = (this.#index ??= await WorkspaceIndex.open(this.folder));
    const [file = ""] = this.files;
    const text = `${textOf(0)}export const typed${String(this.#edits++)} = step(() => 0);\n`;
    const start = performance.now();
    const change = index.update(file, text);
    const ms = performance.now() - start;
    if (change.length !== 1) throw new Error("The edit was not noticed.");
    return ms;
  }
}

const every = 400;
const defining = (count: number): number => 2 * Math.ceil(count / every);

const textOf = (number: number): string => {
  const head =
    number % every === 0
      ? `import { step } from "stepwright";\nexport const load = step(() => 1);\n`
      : number % every === 1
        ? `import { houseStep } from "../house.ts";\nexport const load = houseStep(() => 1);\n`
        : `import { value as other } from "./module${String(number + 1)}.ts";\nimport type { Area } from "../types.ts";\n`;
  const body = Array.from(
    { length: 5 + (number % 60) },
    (_, line) =>
      `/** Takes "a${String(line)}" apart. */\nexport function part${String(line)}(input: string): string[] {\n  return input.split("/");\n}\n`,
  );
  return `${head}${body.join("")}export const value = ${String(number)};\n`;
};
