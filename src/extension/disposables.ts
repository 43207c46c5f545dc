/** What can be ended. */
export interface Ending {
  dispose(): unknown;
}

/** Things to end together. What is added after the end is ended at once. */
export class Disposables implements Ending {
  readonly #items: Ending[] = [];
  #disposed = false;

  add<T extends Ending>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}
