import * as vscode from "vscode";

/** First pause, in milliseconds; each further one is twice as long. */
const firstPause = 1500;
/** How often it is said at most. */
const most = 5;

/**
 * Says that something changed until somebody asks for it, and then only anew. The editor forgets to ask for lenses when the focus leaves
 * the text before it has asked, and would show none until the text has the focus again. And it waits for a pause before it asks, as long
 * as its providers were slow: while a run tells something every moment, it would never ask.
 */
export class InsistentEvent implements vscode.Disposable {
  readonly #emitter = new vscode.EventEmitter<void>();
  readonly #isWanted: () => boolean;
  #timer: NodeJS.Timeout | undefined;

  readonly event = this.#emitter.event;

  /** @param isWanted whether anything is in sight for which it would be asked */
  constructor(isWanted: () => boolean) {
    this.#isWanted = isWanted;
  }

  /** Whoever has not asked since the last time gets all that is new when they ask. */
  fire(): void {
    if (this.#timer === undefined) this.#say(1);
  }

  /** Somebody has asked. */
  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#emitter.dispose();
  }

  #say(time: number): void {
    this.#timer = undefined;
    this.#emitter.fire();
    if (time === most || !this.#isWanted()) return;
    this.#timer = setTimeout(() => this.#say(time + 1), firstPause * 2 ** (time - 1));
  }
}
