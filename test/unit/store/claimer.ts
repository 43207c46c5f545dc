import { once } from "node:events";
import "../user-folder.ts";
import { claimRunName } from "../../../src/runner/store/run-names.ts";
import { createStore } from "../../../src/runner/store/store.ts";
import { claimVersion } from "../../../src/runner/store/versions.ts";
import { draft, good, runId } from "./support.ts";

/**
 * A process of its own that claims in turns with others: `node claimer.ts WORKSPACE COUNT`. It says `ready`, waits for a word, and sends
 * what it got: numbers of the artifact `model`, and of version and run names that all of them want, the ones that became its own.
 */
const [workspace = "", count = "0"] = process.argv.slice(2);
const store = good(createStore(workspace));
process.send?.("ready");
await once(process, "message");

const rounds = Array.from({ length: Number(count) }, (_, round) => {
  const name = `name ${String(round)}`;
  return {
    number: good(claimVersion(store, draft("model"))).version,
    named: claimVersion(store, draft("model"), name).ok ? [name] : [],
    run: claimRunName(store, name, runId, { generated: false }).ok ? [name] : [],
    generated: good(claimRunName(store, "generated", runId, { generated: true })),
  };
});
process.send?.(rounds);
process.disconnect();
