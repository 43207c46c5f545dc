/** Draws a tree anew once, soon after anything has changed: what comes in one go is one drawing. */
export class LateRefresh {
  readonly #refresh: () => void;
  readonly #delay: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param delay in milliseconds */
  constructor(delay: number, refresh: () => void) {
    this.#delay = delay;
    this.#refresh = refresh;
  }

  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#refresh();
    }, this.#delay);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
