import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

/** One of the things that a dropdown offers. */
export interface Option {
  readonly value: string;
  readonly text: string;
}

interface Choice {
  readonly className: string;
  /** Name for who cannot see it. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly change: (value: string) => void;
}

/**
 * A dropdown. The toolkit's takes a value only when it has an option for it, and learns of its options after they have been rendered; it
 * does not see that the text of an option has changed. So an option with another text is another element, and whoever renders this calls
 * `showChosen` when it has.
 */
export const choice = ({ className, label, value, options, change }: Choice): TemplateResult =>
  html`<vscode-dropdown
    class=${className}
    aria-label=${label}
    data-chosen=${value}
    @change=${({ currentTarget }: Event) => change((currentTarget as HTMLElement & { value: string }).value)}
  >
    ${repeat(
      options,
      (option) => `${option.value} ${option.text}`,
      (option) => html`<vscode-option value=${option.value}>${option.text}</vscode-option>`,
    )}
  </vscode-dropdown>`;

/** Makes the dropdowns of an element show what they were rendered with, once they know their options. */
export const showChosen = (within: ParentNode): void => {
  requestAnimationFrame(() => {
    for (const dropdown of within.querySelectorAll<HTMLElement & { value: string }>("vscode-dropdown[data-chosen]")) {
      const { chosen = "" } = dropdown.dataset;
      if (dropdown.value !== chosen) dropdown.value = chosen;
    }
  });
};
