import { openJournal } from "../../../src/runner/store/journal.ts";
import "../user-folder.ts";
import { createStore } from "../../../src/runner/store/store.ts";
import { good, invocation, runId, stamp, started } from "./support.ts";

/** A process of its own that appends to a journal until the disk takes no more: `node journal-filler.ts WORKSPACE`. Prints how far it came. */
const journal = good(openJournal(good(createStore(process.argv[2] ?? "")), runId));
// A write beyond the bound on file sizes also raises this signal, which would end the process.
process.on("SIGXFSZ", () => undefined);

const events = [
  started([invocation("train")]),
  ...Array.from({ length: 500 }, () => ({ event: "warning", message: "x".repeat(90) }) as const),
];
for (const [appended, event] of stamp(events).entries()) {
  const result = journal.append(event);
  if (result.ok) continue;
  process.stdout.write(JSON.stringify({ appended, code: result.error.code }));
  break;
}
