import { logPath } from "../store/logs.ts";
import type { RunRecord } from "../model/record.ts";
import type { Store } from "../store/store.ts";
import { readFrom } from "./log-text.ts";

/** What the steps of a run print, attempt by attempt, each piece once. Somebody says when to look; it is not watched. */
export class Printed {
  readonly #offsets = new Map<string, number>();

  /** What came since the last time, in order of the steps. */
  read(store: Store, record: RunRecord): { readonly step: string; readonly text: string }[] {
    const pieces: { step: string; text: string }[] = [];
    for (const [step, { attempts }] of Object.entries(record.steps)) {
      for (const { attempt } of attempts) {
        const path = logPath(store, record.id, step, attempt);
        const read = readFrom(path, () => this.#offsets.get(path) ?? 0);
        if (read === undefined || read.text === "") continue;
        this.#offsets.set(path, read.end);
        pieces.push({ step, text: read.text });
      }
    }
    return pieces;
  }
}
