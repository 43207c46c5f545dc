import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

interface Check {
  readonly name: string;
  /** A command line of the project's own programs. */
  readonly command: string;
}

/** Folders with a tsconfig.json of their own, checked apart: they see the package as its users do. */
const projects = globSync(["examples/*/tsconfig.json", "test/types/tsconfig.json", "test/ui/tsconfig.json", "webview/tsconfig.json"], {
  cwd: root,
}).sort();

/** All that is checked without running the product, longest first. */
export const checks: readonly Check[] = [
  { name: "lint", command: "eslint --max-warnings=0" },
  { name: "types", command: "tsc" },
  ...projects.map((project) => ({ name: `types of ${project.slice(0, -"/tsconfig.json".length)}`, command: `tsc -p ${project}` })),
  { name: "format", command: "prettier --check --log-level=warn ." },
  { name: "unused code", command: "knip --no-progress --no-config-hints" },
  { name: "imports between rooms", command: "depcruise --config .dependency-cruiser.mjs src webview test scripts" },
];

/** Runs one check and prints its line, with all that it said if it failed. Says whether it passed. */
export async function check({ name, command }: Check): Promise<boolean> {
  const start = performance.now();
  const { ok, output } = await runProgram(command);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${ok ? "ok    " : "FAILED"} ${name} (${seconds} s)${ok ? "" : `\n${output.trimEnd()}\n`}`);
  return ok;
}

function runProgram(command: string): Promise<{ ok: boolean; output: string }> {
  const path = [join(root, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter);
  // Programs of packages are scripts for the shell on Windows.
  const child = spawn(command, { cwd: root, shell: true, env: { ...process.env, PATH: path } });
  let output = "";
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}
