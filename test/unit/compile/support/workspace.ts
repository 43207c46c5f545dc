import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { prepare, type Prepared, type PrepareRequest } from "../../../../src/runner/compile/prepare.ts";
import type { Failure } from "../../../../src/runner/model/failure.ts";

/** What stands in for the SDK: it marks what it makes. */
const sdk = `
export const step = (a, b) => Object.assign((...args) => (b ?? a)(...args), { kind: "step" });
export const materializer = (a) => a;
export const pipeline = (a, b) => Object.assign((...args) => (b ?? a)(...args), { kind: "pipeline" });
`;

/** Files by path; a value `-> target` is a symbolic link. */
export type Files = Readonly<Record<string, string>>;

/** A temporary folder with a workspace, a cache and an SDK, removed when the test ends. */
export class Workspace implements Disposable {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), "stepwright-compile-")));
  readonly root = join(this.#folder, "work space é");

  constructor(files: Files) {
    mkdirSync(this.root);
    writeFileSync(join(this.#folder, "sdk.mjs"), sdk);
    this.write(files);
  }

  write(files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.root, name);
      mkdirSync(dirname(path), { recursive: true });
      if (content.startsWith("-> ")) symlinkSync(content.slice(3), path);
      else writeFileSync(path, content);
    }
  }

  remove(name: string): void {
    rmSync(join(this.root, name), { recursive: true });
  }

  path(name: string): string {
    return join(this.root, name);
  }

  request(entry: string): PrepareRequest {
    const cache = join(this.#folder, "cache");
    return { entry: this.path(entry), workspace: this.root, cache, sdk: pathToFileURL(join(this.#folder, "sdk.mjs")).href };
  }

  async prepare(entry: string): Promise<Prepared> {
    const prepared = await prepare(this.request(entry));
    assert.ok(prepared.ok, prepared.ok ? "" : JSON.stringify(prepared.error, undefined, 2));
    return prepared.value;
  }

  async failure(entry: string): Promise<Failure> {
    const prepared = await prepare(this.request(entry));
    assert.ok(!prepared.ok);
    return prepared.error;
  }

  /** Prepares a file and loads it in a process of its own. */
  async load(entry: string): Promise<Loaded> {
    return load((await this.prepare(entry)).bundle);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What a process that loaded a bundle found: values by identity, functions and classes as `[step train]`, `[class Model]`. */
export type Loaded = Readonly<Record<string, unknown>>;

/** Loads a bundle in a child process. `packages` asks for exports of packages: `src/a.ts|ml-knn|KNN`. */
export async function load(bundle: string, ...packages: string[]): Promise<Loaded> {
  const script = fileURLToPath(new URL("load-bundle.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--enable-source-maps", script, bundle, ...packages]);
  return JSON.parse(stdout) as Loaded;
}
