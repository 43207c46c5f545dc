import { basename } from "node:path";
import * as z from "zod/mini";
import { err, ok, type Result } from "../model/result.ts";
import { createFile } from "./claim.ts";
import { onDisk } from "./disk.ts";
import { checkName, shown } from "./names.ts";
import { isRunId, runNamePath } from "./paths.ts";
import { readStored } from "./read.ts";
import { slug } from "./slug.ts";
import type { Store } from "./store.ts";

/** `names/<slug>.json`: which run has a name. */
const NameFile = z.object({ name: z.string(), runId: z.string() });

/**
 * Takes a name for a run and gives the name it got. A given name that is in use is a failure (SW1027); a generated one gets `_2`,
 * `_3` … Safe against other processes doing the same.
 */
export function claimRunName(store: Store, name: string, runId: string, options: { readonly generated: boolean }): Result<string> {
  const checked = checkName("The run name", name);
  if (!checked.ok) return checked;
  const claimed = onDisk(runNamePath(store, name), () => {
    if (take(store, name, runId)) return name;
    if (!options.generated) return undefined;
    for (let count = 2; ; count += 1) {
      const counted = `${name}_${String(count)}`;
      if (take(store, counted, runId)) return counted;
    }
  });
  if (!claimed.ok) return claimed;
  if (claimed.value !== undefined) return ok(claimed.value);
  const message = `A run called ${shown(name)} exists already, or did until it was deleted.`;
  return err({ code: "SW1027", message, help: "Choose another run name, or put a placeholder such as {date} or {time} in it." });
}

function take(store: Store, name: string, runId: string): boolean {
  return createFile(store, runNamePath(store, name), JSON.stringify({ name, runId }));
}

/** Notes which run has a name, where the note was lost. Throws what the system says. */
export function noteRunName(store: Store, name: string, runId: string): void {
  take(store, name, runId);
}

/** Whether a file in the folder of run names says which run has the name whose place it has. */
export function isRunNameFile(path: string): boolean {
  const file = readStored(path, NameFile);
  return file.state === "good" && basename(path) === `${slug(file.value.name)}.json` && isRunId(file.value.runId);
}

/** The id of the run that has a name. */
export function findRunByName(store: Store, name: string): string | undefined {
  const file = readStored(runNamePath(store, name), NameFile);
  return file.state === "good" && file.value.name === name && isRunId(file.value.runId) ? file.value.runId : undefined;
}
