import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { prune } from "../../../src/runner/store/prune/prune.ts";

/**
 * A process of its own that prunes all but the newest run and is killed before its n-th change to the disk:
 * `node killed-prune.ts WORKSPACE N`. Its status is 0 where there were fewer.
 */
const [workspace = "", point = "0"] = process.argv.slice(2);
let left = Number(point);

function counted<A extends unknown[], R>(change: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
    return change(...args);
  };
}

fs.renameSync = counted(fs.renameSync);
fs.rmSync = counted(fs.rmSync);
fs.writeFileSync = counted(fs.writeFileSync);
syncBuiltinESMExports();

const pruned = await prune({ root: `${workspace}/.stepwright`, workspace }, { keep: 1 });
process.exitCode = pruned.ok ? 0 : 1;
