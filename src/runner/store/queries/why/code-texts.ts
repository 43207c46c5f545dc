import type { Reason } from "../../../model/why.ts";
import { readCodeText } from "../../code-texts.ts";
import type { Store } from "../../store.ts";

/** Texts of code by the hashes that stand in keys. */
export interface CodeTexts {
  /** What is different between two of them; undefined where one of them is not kept any more. */
  readonly changes: (before: string, now: string) => Reason[] | undefined;
}

/**
 * The texts of a store, ready to be compared: parser and differ are loaded only for that.
 *
 * @param more texts that are not kept yet
 */
export async function codeTexts(store: Store, more: ReadonlyMap<string, string> = new Map()): Promise<CodeTexts> {
  const { codeChanges } = await import("./code-changes.ts");
  const textOf = (hash: string): string | undefined => more.get(hash) ?? readCodeText(store, hash);
  return {
    changes: (before, now) => {
      const [earlier, later] = [textOf(before), textOf(now)];
      return earlier === undefined || later === undefined ? undefined : codeChanges(earlier, later);
    },
  };
}
