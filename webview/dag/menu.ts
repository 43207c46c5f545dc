import { html, nothing, type TemplateResult } from "lit";
import { PlainElement } from "../shared/plain-element.ts";

export interface MenuEntry {
  readonly label: string;
  /** The key that does the same, to be read. */
  readonly key?: string;
  /** Of entries that are on or off. */
  readonly checked?: boolean;
  /** A line above sets it apart from the ones before. */
  readonly apart?: boolean;
  readonly run: () => void;
}

/** A menu at a place of the page. The keyboard moves in it; it closes on Escape, on Tab and on anything outside, and gives the focus back. */
export class PopupMenu extends PlainElement {
  static override properties = { entries: { state: true }, label: { state: true } };
  declare entries: readonly MenuEntry[];
  declare label: string;
  #returnTo: HTMLElement | undefined;
  #place = { x: 0, y: 0 };

  constructor() {
    super();
    this.entries = [];
    this.label = "";
  }

  /** Opens it, with the first entry focused. */
  open(
    label: string,
    entries: readonly MenuEntry[],
    place: { readonly x: number; readonly y: number },
    returnTo: HTMLElement | undefined,
  ): void {
    this.label = label;
    this.entries = entries;
    this.#place = place;
    this.#returnTo = returnTo;
    void this.updateComplete.then(() => {
      const menu = this.querySelector<HTMLElement>("[role=menu]");
      if (menu === null) return;
      const { width, height } = menu.getBoundingClientRect();
      menu.style.left = `${String(Math.max(4, Math.min(this.#place.x, innerWidth - width - 4)))}px`;
      menu.style.top = `${String(Math.max(4, Math.min(this.#place.y, innerHeight - height - 4)))}px`;
      this.#items[0]?.focus();
    });
    document.addEventListener("pointerdown", this.#outside, true);
    window.addEventListener("blur", this.#leave);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close(false);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.entries.length === 0) return nothing;
    return html`<div class="menu" role="menu" aria-label=${this.label} @keydown=${this.#key}>
      ${this.entries.map(
        (entry) =>
          html`${entry.apart === true ? html`<div class="menu-line" role="separator"></div>` : nothing}
            <div
              class="menu-entry"
              role=${entry.checked === undefined ? "menuitem" : "menuitemcheckbox"}
              aria-checked=${entry.checked === undefined ? nothing : String(entry.checked)}
              tabindex="-1"
              @click=${() => this.#choose(entry)}
              @pointermove=${({ currentTarget }: Event) => (currentTarget as HTMLElement).focus()}
            >
              <span class="menu-check" aria-hidden="true">${entry.checked === true ? "✓" : ""}</span>
              <span>${entry.label}</span>
              <span class="menu-key" aria-hidden="true">${entry.key ?? ""}</span>
            </div>`,
      )}
    </div>`;
  }

  get #items(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".menu-entry")];
  }

  #choose(entry: MenuEntry): void {
    this.#close(true);
    entry.run();
  }

  #close(giveBack: boolean): void {
    document.removeEventListener("pointerdown", this.#outside, true);
    window.removeEventListener("blur", this.#leave);
    this.entries = [];
    if (giveBack) this.#returnTo?.focus();
  }

  readonly #leave = (): void => this.#close(false);

  readonly #outside = ({ target }: Event): void => {
    if (!(target instanceof Node && this.contains(target))) this.#close(false);
  };

  readonly #key = (event: KeyboardEvent): void => {
    const items = this.#items;
    const index = items.findIndex((item) => item === document.activeElement);
    const to = (next: number): void => items[(next + items.length) % items.length]?.focus();
    event.stopPropagation();
    if (event.key === "ArrowDown") to(index + 1);
    else if (event.key === "ArrowUp") to(index - 1);
    else if (event.key === "Home") to(0);
    else if (event.key === "End") to(-1);
    else if (event.key === "Enter" || event.key === " ") items[index]?.click();
    else if (event.key === "Escape" || event.key === "Tab") this.#close(true);
    else if (event.key.length === 1) {
      const after = [...items.slice(index + 1), ...items.slice(0, index + 1)];
      after.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    } else return;
    event.preventDefault();
  };
}
