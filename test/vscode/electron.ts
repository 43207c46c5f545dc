import { runTests, downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from "@vscode/test-electron";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../harness/checks.ts";
import { packagedVsix } from "../harness/vsix.ts";
import { bundleSuites } from "./bundle-suites.ts";
import { suiteFiles } from "./suite-files.ts";

/** `npm run test:electron`: the suites of this folder in desktop VS Code, which is downloaded. Where it cannot be, this says so and fails. */

// Where the temporary folder is a link, a debugger tells the place that it leads to.
const home = realpathSync(mkdtempSync(join(tmpdir(), "stepwright-e-")));
const folder = join(home, "workspace");
for (const [file, text] of Object.entries(suiteFiles)) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
try {
  const executable = await downloadAndUnzipVSCode({ cachePath: join(root, ".vscode-test") }).catch((error: unknown) => {
    throw new Error(`Desktop VS Code cannot be downloaded here: ${error instanceof Error ? error.message : String(error)}`);
  });
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const extensions = join(home, "extensions");
  const own = ["--extensions-dir", extensions, "--user-data-dir", join(home, "user")];
  const installed = spawnSync(cli ?? executable, [...args, ...own, "--install-extension", packagedVsix()], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (installed.status !== 0) throw new Error("The extension cannot be installed.");
  const results = join(home, "results.json");
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: join(root, "test", "harness", "driver"),
    extensionTestsPath: join(root, "test", "harness", "driver", "electron.cjs"),
    launchArgs: [folder, ...own, "--disable-telemetry"],
    extensionTestsEnv: {
      STEPWRIGHT_TEST_SUITE: await bundleSuites(),
      STEPWRIGHT_TEST_RESULTS: results,
      STEPWRIGHT_MOCHA: createRequire(import.meta.url).resolve("mocha"),
      STEPWRIGHT_CACHE_DIR: join(home, "cache"),
    },
  });
  const { ended } = JSON.parse(readFileSync(results, "utf8")) as { ended: readonly { title: string; error?: string }[] };
  for (const { title, error } of ended) console.log(error === undefined ? `ok     ${title}` : `FAILED ${title}\n${error}`);
  process.exitCode = ended.some(({ error }) => error !== undefined) ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
