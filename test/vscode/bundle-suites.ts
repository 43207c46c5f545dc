import { build } from "esbuild";
import { globSync } from "node:fs";
import { join } from "node:path";
import { root } from "../harness/checks.ts";

/** All suites as one file that an extension host can load; its absolute path. */
export const bundleSuites = (): Promise<string> => bundle(globSync("test/vscode/suite/*.suite.ts", { cwd: root }).sort(), "suite.cjs");

/** What measures the extension host, as such a file. */
export const bundleMeasurement = (): Promise<string> => bundle(["test/bench/editor/event-loop.ts"], "measurement.cjs");

const bundle = async (files: readonly string[], name: string): Promise<string> => {
  const outfile = join(root, ".vscode-test", name);
  await build({
    absWorkingDir: root,
    stdin: { contents: files.map((file) => `import "./${file}";`).join("\n"), resolveDir: root },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode"],
    outfile,
    logLevel: "error",
  });
  return outfile;
};
