import { config } from "@vscode/l10n";

/** Id of the page's element with the translated texts. */
const element = "texts";

/**
 * Takes the texts in the person's language, which the extension has put into the page: as JSON, English texts with theirs. Called before
 * anything is drawn. Where there are none the panel speaks English.
 */
export function takeTexts(): void {
  const text = document.getElementById(element)?.textContent;
  if (text !== undefined && text !== "") config({ contents: JSON.parse(text) as Record<string, string> });
}
