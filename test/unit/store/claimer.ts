import "../user-folder.ts";
import { createStore } from "../../../src/runner/store/store.ts";
import { claimVersion } from "../../../src/runner/store/versions.ts";
import { draft, good } from "./support.ts";

/** A process of its own that claims versions of the artifact `model`: `node claimer.ts WORKSPACE COUNT`. Sends their numbers. */
const [workspace = "", count = "0"] = process.argv.slice(2);
const store = good(createStore(workspace));
const versions = Array.from({ length: Number(count) }, () => good(claimVersion(store, draft("model"))).version);
process.send?.(versions);
