import path from "node:path";
import { foldStore } from "../../../src/runner/store/database/fold.ts";
import { trainingRun } from "./story.ts";
import { good } from "./workspace.ts";

/** A process of its own that makes runs in the store of the given workspace and folds after each, as a runner does. */
const [workspace = "", first = "0", count = "0"] = process.argv.slice(2);
const store = { root: path.join(workspace, ".stepwright"), workspace };
for (let run = 0; run < Number(count); run += 1) {
  trainingRun(store, { start: Number(first) + run });
  good(await foldStore(store));
}
