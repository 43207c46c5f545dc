import { LitElement } from "lit";

/**
 * An element without a shadow: one style sheet for the page, and names and relations for screen readers that reach across elements.
 * (The graph's engine also does not find its own events behind a shadow.)
 */
export class PlainElement extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }

  /** Tells whoever holds this element. `detail` is what the event is about; what is undefined comes as null. */
  protected tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
