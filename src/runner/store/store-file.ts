import * as z from "zod/mini";
import { storeFilePath } from "./paths.ts";
import { readStored, type Stored } from "./read.ts";
import type { Store } from "./store.ts";

/** `store.json`: which store this is, and how its files are written. */
const StoreFile = z.object({ id: z.string(), format: z.number() });
export type StoreFile = z.infer<typeof StoreFile>;

/** Reads `store.json`. */
export function readStoreFile(store: Store): Stored<StoreFile> {
  return readStored(storeFilePath(store), StoreFile);
}
