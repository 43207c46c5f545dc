import { build } from "esbuild";
import { globSync } from "node:fs";
import { join } from "node:path";
import { root } from "../harness/checks.ts";

/** All suites as one file that an extension host can load; its absolute path. */
export const bundleSuites = async (): Promise<string> => {
  const outfile = join(root, ".vscode-test", "suite.cjs");
  const files = globSync("test/vscode/suite/*.suite.ts", { cwd: root }).sort();
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
