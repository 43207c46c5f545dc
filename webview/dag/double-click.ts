/**
 * Two clicks are about what the first of them hit. It may have opened the details, and then the second meets something else under a pointer
 * that stood still: another card, or a button. So it is kept from whatever it meets. What counts as two clicks is the person's setting:
 * the browser counts.
 */
export class DoubleClick {
  #first: string | undefined;
  readonly #open: (node: string) => void;

  constructor(open: (node: string) => void) {
    this.#open = open;
    for (const type of ["mousedown", "mouseup", "click", "dblclick"] as const) window.addEventListener(type, this.#hear, true);
  }

  /** A click has selected a node, or nothing. */
  hit(node: string | undefined): void {
    this.#first = node;
  }

  readonly #hear = (event: MouseEvent): void => {
    if (event.button !== 0) return;
    if (event.type === "mousedown" && event.detail <= 1) this.#first = undefined;
    if (event.detail < 2 || this.#first === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === "mouseup" && event.detail === 2) this.#open(this.#first);
  };
}
