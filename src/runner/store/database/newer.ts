import type { Failure } from "../../model/failure.ts";
import type { Store } from "../store.ts";
import { databasePath } from "./file.ts";
import { schemaVersion } from "./migrate.ts";

/** The database was written by a newer Stepwright. We leave it as it is and answer from the other files, which are the truth anyway. */
export function newerDatabase(store: Store, version: number): Failure {
  return {
    code: "SW4006",
    message: `${databasePath(store)} has version ${String(version)}, and this Stepwright knows versions up to ${String(schemaVersion)}. It is left as it is.`,
    help: "Update Stepwright, or delete the file: it is made again from the other files in .stepwright.",
  };
}
