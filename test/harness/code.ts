import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./checks.ts";
import { installCodeServer, startCodeServer } from "./code-server.ts";
import { installedExtensions } from "./vsix.ts";

/** `npm run code`: the editor with the extension and the example open, for a person. `-- --desktop` opens desktop VS Code. */

const folder = join(root, "examples", "iris");

if (process.argv.includes("--desktop")) {
  const opened = spawnSync("code", ["--new-window", `--extensionDevelopmentPath=${root}`, folder], { stdio: "inherit", shell: true });
  if (opened.status !== 0) console.error("Desktop VS Code is not on the PATH as `code`. Leave out --desktop to open it in a browser.");
  process.exit(opened.status ?? 1);
}

console.log("Preparing VS Code for the browser. The first time this downloads it, which takes a while.");
const missing = installCodeServer();
if (missing !== undefined) {
  console.error(`${missing}.`);
  process.exit(1);
}
const userData = mkdtempSync(join(tmpdir(), "stepwright-code-"));
const extensions = installedExtensions();
const server = await startCodeServer({ folder, userData, extensions, port: 8080 }).catch(() =>
  startCodeServer({ folder, userData, extensions }),
);
console.log(`\nOpen ${server.address}\nThe example is in ${folder}. Ctrl+C ends it.`);
const end = async (): Promise<void> => {
  await server.stop();
  rmSync(userData, { recursive: true, force: true });
  process.exit(0);
};
process.once("SIGINT", () => void end());
process.once("SIGTERM", () => void end());
