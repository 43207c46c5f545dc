import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readClosures } from "../../src/runner/analysis/closure/cached.ts";
import type { Closure } from "../../src/runner/analysis/closure/closure.ts";
import { closures } from "../../src/runner/analysis/closure/closures.ts";
import { readPrepared } from "../../src/runner/compile/cached.ts";
import { prepare, type Prepared, type PrepareRequest } from "../../src/runner/compile/prepare.ts";
import { userCache } from "../../src/runner/compile/user-cache.ts";
import { graph } from "../../src/runner/execute/graph.ts";
import { KeyMaker } from "../../src/runner/execute/key-maker.ts";
import { sdkUrl } from "../../src/runner/execute/own-files.ts";
import type { Result } from "../../src/runner/model/result.ts";
import type { Invocation } from "../../src/runner/model/spec.ts";

/** A workspace of many steps in several files that share helpers, and the cache keys of all of them. */
export class ManyKeys {
  readonly file: string;
  readonly #workspace: string;
  readonly #count: number;
  #prepared: Prepared | undefined;
  #invocations: readonly Invocation[] = [];

  /** Writes the files. */
  constructor(workspace: string, count: number) {
    this.#workspace = workspace;
    this.#count = count;
    this.file = join(workspace, "main.ts");
    mkdirSync(workspace, { recursive: true });
    for (const [name, text] of Object.entries(filesOf(count))) writeFileSync(join(workspace, name), text);
  }

  /** Changes a helper that few of the steps use. */
  editHelper(): void {
    writeFileSync(join(this.#workspace, "helpers.ts"), (filesOf(this.#count)["helpers.ts"] ?? "").replace("x * 9;", "x * 9 + 1;"));
  }

  /** Milliseconds until all keys are there, of code that was never looked at: its closures are built. */
  async cold(): Promise<number> {
    const prepared = await this.#prepare();
    // They are kept beside the bundle.
    const folder = dirname(prepared.bundle);
    for (const name of readdirSync(folder)) if (name.startsWith("closures-")) rmSync(join(folder, name));
    const start = performance.now();
    const built = valueOf(await closures(this.#request, prepared, this.#identities()));
    return this.#keys(built, start);
  }

  /** The same where no file has changed since. */
  async unchanged(): Promise<number> {
    const prepared = await this.#prepare();
    valueOf(await closures(this.#request, prepared, this.#identities()));
    const start = performance.now();
    const fresh = readPrepared(this.#request);
    const known = fresh && readClosures(this.#request, fresh, this.#identities());
    if (known === undefined) throw new Error("The closures were not kept.");
    return this.#keys(known, start);
  }

  get #request(): PrepareRequest {
    return { entry: this.file, workspace: this.#workspace, cache: userCache(), sdk: sdkUrl };
  }

  #identities(): string[] {
    return this.#invocations.map(({ identity }) => identity ?? "");
  }

  async #prepare(): Promise<Prepared> {
    if (this.#prepared !== undefined) return this.#prepared;
    const { spec } = valueOf(await graph({ file: this.file, workspace: this.#workspace }));
    this.#invocations = spec.invocations;
    return (this.#prepared = valueOf(await prepare(this.#request)));
  }

  #keys(known: Readonly<Record<string, Closure>>, start: number): number {
    const keys = new KeyMaker(known, this.#workspace);
    const made = this.#invocations.map((invocation) => keys.keyOf(invocation, {})?.key);
    const ms = performance.now() - start;
    const different = new Set(made.filter((key) => key !== undefined)).size;
    if (different !== this.#count) throw new Error(`${String(different)} keys were made.`);
    return ms;
  }
}

const perFile = 20;

function filesOf(count: number): Record<string, string> {
  const fileOf = (step: number): string => `steps${String(Math.floor(step / perFile))}.ts`;
  const names = Array.from({ length: count }, (_, step) => step);
  const files: Record<string, string> = {
    "package.json": `{ "type": "module" }\n`,
    "helpers.ts": names.map((step) => `export const help${String(step)} = (x: number): number => x * ${String(step + 2)};`).join("\n"),
  };
  for (const step of names) {
    const name = fileOf(step);
    files[name] ??= `import { step } from "stepwright";\nimport * as helpers from "./helpers.ts";\n`;
    files[name] +=
      `export const step${String(step)} = step((x: number = ${String(step)}) => helpers.help${String(step)}(x) + helpers.help${String((step * 7) % count)}(x));\n`;
  }
  const imports = names.map((step) => `import { step${String(step)} } from "./${fileOf(step)}";`).join("\n");
  const calls = names.map((step) => `  step${String(step)}();`).join("\n");
  files["main.ts"] = `import { pipeline } from "stepwright";\n${imports}\nexport const all = pipeline(() => {\n${calls}\n});\n`;
  return files;
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
