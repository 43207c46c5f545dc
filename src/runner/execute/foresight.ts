import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import * as z from "zod/mini";
import type { Prepared } from "../compile/prepared.ts";
import type { FromWorker } from "../model/protocol.ts";

/** What a worker says of the module it has loaded, as far as it decides what has to be known of the source. */
export type Definitions = Pick<Extract<FromWorker, { type: "loaded" }>, "registered" | "materializers">;

const Definitions = z.object({
  registered: z.array(
    z.object({
      kind: z.enum(["step", "pipeline"]),
      identity: z.string(),
      name: z.string(),
      dynamic: z.boolean(),
      parameters: z.optional(z.record(z.string(), z.json())),
      schemas: z.optional(z.array(z.string())),
    }),
  ),
  materializers: z.array(z.string()),
});

/**
 * What loading this very bundle said the last time. It most likely says the same again, so what depends on it can be looked up while the
 * worker starts. Undefined the first time.
 */
export const foreseeDefinitions = (prepared: Prepared): Definitions | undefined => {
  try {
    return Definitions.parse(JSON.parse(readFileSync(pathFor(prepared), "utf8")));
  } catch {
    return undefined;
  }
};

/** Keeps what loading a bundle said. That it cannot be kept is no matter: it only saves time. */
export const rememberDefinitions = (prepared: Prepared, { registered, materializers }: Definitions): void => {
  try {
    writeFileAtomic.sync(pathFor(prepared), JSON.stringify({ registered, materializers }), { fsync: false });
  } catch {
    // The next run looks things up after the worker has started.
  }
};

/** A module may define something else each time it is loaded. */
export const isSame = (foreseen: Definitions | undefined, { registered, materializers }: Definitions): boolean =>
  JSON.stringify(foreseen) === JSON.stringify({ registered, materializers });

const pathFor = ({ bundle }: Prepared): string => join(dirname(bundle), "definitions.json");
