import { setImmediate } from "node:timers/promises";
import type { RunRecord } from "../../model/record.ts";
import { readRecord } from "../records.ts";
import type { Store } from "../store.ts";
import { applyRecord } from "./apply.ts";
import type { Database } from "./engine.ts";
import { listRecordIds } from "../listing.ts";
import { applyManifests } from "./manifests.ts";
import { transaction } from "./statements.ts";

/** So many runs are applied before other work of the process gets its turn: about 20 ms. The lock's sign of life is such work. */
const runsAtOnce = 32;

/**
 * Brings a database to what the files say: the given runs and the manifests, and where it is `fresh` every record there is.
 * Records that cannot be read are passed over.
 */
export async function catchUp(db: Database, store: Store, { runs, fresh }: { runs: readonly RunRecord[]; fresh: boolean }): Promise<void> {
  await transaction(db, async () => {
    let applied = 0;
    const apply = async (record: RunRecord): Promise<void> => {
      applyRecord(db, record);
      applied += 1;
      if (applied % runsAtOnce === 0) await setImmediate();
    };
    const given = new Set(runs.map((record) => record.id));
    for (const id of fresh ? listRecordIds(store) : []) {
      const record = given.has(id) ? undefined : readRecord(store, id);
      if (record?.ok) await apply(record.value);
    }
    for (const record of runs) await apply(record);
    applyManifests(db, store);
  });
}
