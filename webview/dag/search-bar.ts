import * as l10n from "@vscode/l10n";
import { html, type PropertyValues, type TemplateResult } from "lit";
import { icon, type IconName } from "../shared/icons.ts";
import { PlainElement } from "../shared/plain-element.ts";

/** Finds steps. Tells `search-text` with what was typed, `search-step` with +1 or −1, and `search-close`. */
export class SearchBar extends PlainElement {
  static override properties = { found: { attribute: false }, index: { attribute: false }, text: { attribute: false } };
  declare found: number;
  /** Of the one that is shown; −1 for none. */
  declare index: number;
  declare text: string;

  protected override render(): TemplateResult {
    const count =
      this.text === "" ? "" : this.found === 0 ? l10n.t("Nothing found") : l10n.t("{0} of {1}", Math.max(0, this.index) + 1, this.found);
    return html`<div class="search" role="search" @keydown=${this.#key}>
      <vscode-text-field
        placeholder=${l10n.t("Find a step")}
        .value=${this.text}
        @input=${({ target }: Event) => this.tell("search-text", (target as HTMLInputElement).value)}
      ></vscode-text-field>
      <span class="search-count" role="status">${count}</span>
      ${this.#step("arrowUp", l10n.t("Previous match"), l10n.t("Previous match (Shift+Enter)"), -1)}
      ${this.#step("arrowDown", l10n.t("Next match"), l10n.t("Next match (Enter)"), 1)}
      <vscode-button
        appearance="icon"
        aria-label=${l10n.t("Close search")}
        title=${l10n.t("Close search (Escape)")}
        @click=${() => this.tell("search-close", undefined)}
        >${icon("close")}</vscode-button
      >
    </div>`;
  }

  protected override firstUpdated(_changed: PropertyValues<this>): void {
    // The toolkit names a field anew, "Text field", when it comes into the page.
    this.querySelector("vscode-text-field")?.setAttribute("aria-label", l10n.t("Find a step"));
    this.focus();
  }

  override focus(): void {
    // The field is upgraded before this element is made, but its insides come with its own first rendering.
    requestAnimationFrame(() => this.querySelector<HTMLElement>("vscode-text-field")?.focus());
  }

  #step(name: IconName, label: string, title: string, by: number): TemplateResult {
    return html`<vscode-button
      appearance="icon"
      aria-label=${label}
      title=${title}
      ?disabled=${this.found === 0}
      @click=${() => this.tell("search-step", by)}
      >${icon(name)}</vscode-button
    >`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    // Enter on a button presses it.
    const typing = (event.target as Element).localName === "vscode-text-field";
    if ((typing && event.key === "Enter") || event.key === "F3") this.tell("search-step", event.shiftKey ? -1 : 1);
    else if (typing && event.key === "ArrowDown") this.tell("search-step", 1);
    else if (typing && event.key === "ArrowUp") this.tell("search-step", -1);
    else if (event.key === "Escape") this.tell("search-close", undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
