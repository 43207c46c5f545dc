import { prune } from "../../../src/runner/store/prune/prune.ts";
import { good } from "../store/support.ts";
import { madeRun } from "./history.ts";

/** A process of its own: `run` makes runs whose contents others make as well, `prune` deletes all but the newest: `KIND WORKSPACE FIRST COUNT`. */
const [kind = "", workspace = "", first = "0", count = "0"] = process.argv.slice(2);
const store = { root: `${workspace}/.stepwright`, workspace };
for (let round = 0; round < Number(count); round += 1) {
  const start = Number(first) + round;
  if (kind === "run") madeRun(store, "model", `content ${round}`, { start, key: (start % 10).toString().repeat(64) });
  else {
    // Another prune may have the store for longer than one waits.
    const pruned = await prune(store, { keep: 2 });
    if (!pruned.ok && pruned.error.code !== "SW4009") good(pruned);
  }
}
