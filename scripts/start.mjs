import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import { root } from "./stamp.mjs";

/** `npm start`: runs the example's training pipeline with the command line as it was built, and says where everything is. */

const workspace = join(root, "examples", "iris");
const cli = join(root, "dist", "cli.js");

// The workspace is said and not found: without a package.json of its own, the nearest one upwards is the project's.
const stepwright = (/** @type {string[]} */ ...args) =>
  spawnSync(process.execPath, [cli, ...args, "--workspace", workspace], { cwd: workspace, stdio: "inherit" });

stepwright("graph", "pipeline.ts", "irisPipeline");
const { status } = stepwright("run", "pipeline.ts", "irisPipeline");
if (status !== 0) process.exit(status ?? 1);

const here = (/** @type {string} */ path) => relative(process.cwd(), path) || ".";
console.log(`
The pipeline   ${here(join(workspace, "pipeline.ts"))}
The results    ${here(join(workspace, ".stepwright"))}

Look at them   npm run stepwright -- run show last --workspace ${here(workspace)}
               npm run stepwright -- artifacts --workspace ${here(workspace)}
Run it again   npm start (only what has changed runs again)
`);
