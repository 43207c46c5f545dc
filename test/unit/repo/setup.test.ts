import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

/** `scripts/setup.mjs` in a project of its own, with an `npm` and a build that only write down that they were called. */

const scripts = fileURLToPath(new URL("../../../scripts", import.meta.url));
const zod = { version: "4.0.0", integrity: "sha512-a" };
const forOthers = { version: "1.0.0", integrity: "sha512-b", optional: true };
const skip = process.platform === "win32" && "the stand-in for npm is a shell script";

class Project implements Disposable {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), "stepwright-setup-")));

  constructor() {
    cpSync(scripts, join(this.#folder, "scripts"), { recursive: true });
    this.write("package-lock.json", JSON.stringify({ packages: { "": {}, "node_modules/zod": zod, "node_modules/win": forOthers } }));
    this.write("src/a.ts", "export {};\n");
    this.write(
      "esbuild.mjs",
      `import { appendFileSync } from "node:fs";
import { declarations, make, programs } from "./scripts/stamp.mjs";
appendFileSync("calls", "build\\n");
for (const product of [programs, declarations]) await make(product, async () => {});\n`,
    );
    mkdirSync(join(this.#folder, "dist/types"), { recursive: true });
    this.write(
      "bin/npm",
      `#!/bin/sh
echo "npm $1" >> calls
mkdir -p node_modules/node/bin
[ -n "$NO_SCRIPTS" ] || ln -sf "${process.execPath}" node_modules/node/bin/node
cp installed.json node_modules/.package-lock.json\n`,
    );
    chmodSync(join(this.#folder, "bin/npm"), 0o755);
    this.install({ "node_modules/zod": zod });
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.#folder, file)), { recursive: true });
    writeFileSync(join(this.#folder, file), text);
  }

  /** What the stand-in says it has installed. */
  install(packages: object): void {
    this.write("installed.json", JSON.stringify({ packages }));
  }

  /** Runs the set-up; gives what it called, and how it ended. */
  setUp(env: Readonly<Record<string, string>> = {}): { calls: string; status: number | null; stderr: string } {
    const calls = join(this.#folder, "calls");
    rmSync(calls, { force: true });
    const path = `${join(this.#folder, "bin")}:${dirname(process.execPath)}:/usr/bin:/bin`;
    const { status, stderr } = spawnSync(process.execPath, ["scripts/setup.mjs"], {
      cwd: this.#folder,
      encoding: "utf8",
      env: { ...process.env, ...env, PATH: path },
    });
    return { calls: existsSync(calls) ? readFileSync(calls, "utf8") : "", status, stderr };
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}

test("a clone is installed and built once", { skip }, () => {
  using project = new Project();
  assert.deepEqual(project.setUp(), { calls: "npm ci\nbuild\n", status: 0, stderr: "" });
  assert.deepEqual(project.setUp(), { calls: "", status: 0, stderr: "" });
});

test("another version in the lock file installs again", { skip }, () => {
  using project = new Project();
  project.setUp();
  const newer = { version: "4.1.0", integrity: "sha512-c" };
  project.install({ "node_modules/zod": newer });
  project.write("package-lock.json", JSON.stringify({ packages: { "": {}, "node_modules/zod": newer } }));
  assert.equal(project.setUp().calls, "npm ci\nbuild\n");
});

test("an installation that broke off is made again", { skip }, () => {
  using project = new Project();
  project.setUp();
  project.write("node_modules/.package-lock.json", `{ "packages": { "node_mod`);
  assert.equal(project.setUp().calls, "npm ci\n");
});

test("a new source builds again, and so does a changed one", { skip }, () => {
  using project = new Project();
  project.setUp();
  project.write("src/b.ts", "export {};\n");
  assert.equal(project.setUp().calls, "build\n");
  project.write("src/b.ts", "export const b = 1;\n");
  assert.equal(project.setUp().calls, "build\n");
});

test("where install scripts are off, it says so", { skip }, () => {
  using project = new Project();
  const { status, stderr } = project.setUp({ NO_SCRIPTS: "1" });
  assert.equal(status, 1);
  assert.match(stderr, /install script of the package `node` was not run/);
});
