import { foldStore } from "../store/database/fold.ts";
import { listJournals } from "../store/journal.ts";
import { openStore } from "../store/store.ts";
import { isTrusted } from "../store/trust.ts";

/** Nothing has happened for so long, in milliseconds: whoever works now does not wait for us. */
const quiet = 2000;

/**
 * Brings the database of a workspace up to date when nothing goes on there, so that neither a run nor a reader has to. Only a store that
 * was made or accepted here is written to. What comes of it is no matter of anybody: readers see what waits all the same.
 */
export class Folding {
  readonly #workspace: string;
  readonly #isBusy: () => boolean;
  #timer: NodeJS.Timeout | undefined;
  /** The journals that the last folding left: they are not to be removed yet. */
  #left = "";
  #folding: Promise<void> = Promise.resolve();

  /** @param isBusy whether a run goes on */
  constructor(workspace: string, isBusy: () => boolean) {
    this.#workspace = workspace;
    this.#isBusy = isBusy;
  }

  /** Something has happened: it is looked at when nothing has for a while. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#isBusy()) void this.fold();
    }, quiet);
    this.#timer.unref();
  }

  /** Folds what waits, now. */
  fold(): Promise<void> {
    clearTimeout(this.#timer);
    return (this.#folding = this.#folding.then(() => this.#fold()).catch(() => undefined));
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #fold(): Promise<void> {
    const store = openStore(this.#workspace);
    if (!store.ok || store.value === undefined || !isTrusted(store.value)) return;
    if (listJournals(store.value).join() === this.#left) return;
    await foldStore(store.value);
    this.#left = listJournals(store.value).join();
  }
}
