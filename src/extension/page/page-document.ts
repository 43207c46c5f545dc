/**
 * What a page may do at most: styles and pictures that it brings along. It may not run scripts, load or send anything, or lead elsewhere; where
 * its links go is decided by the policy of the frame, which lets no address in.
 */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
  "media-src data:",
  "form-action 'none'",
  "base-uri 'none'",
].join("; ");

/**
 * HTML that a step has made, as a document that is safe to show: the text stands in a frame without scripts, forms and origin, under a policy
 * that it cannot loosen. Around it is one line of ours.
 *
 * @example
 * pageDocument({ html: "<h1>Report</h1>", title: "report", note: "report, version 3", language: "en" })
 */
export const pageDocument = ({ html, title, note, language }: PageParts): string => `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${attribute(title)}</title>
<style>
  html, body { height: 100%; margin: 0; padding: 0; }
  body { display: flex; flex-direction: column; }
  p { margin: 0; padding: 4px 12px; font-size: 12px; color: var(--vscode-descriptionForeground); }
  /* Pages are written for white paper. */
  iframe { flex: 1; border: 0; border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); background: white; color-scheme: light; }
</style>
</head>
<body>
<p>${attribute(note)}</p>
<iframe sandbox="" title="${attribute(title)}" srcdoc="${attribute(html)}"></iframe>
</body>
</html>`;

export interface PageParts {
  /** What the step has made, as it is. */
  readonly html: string;
  /** Name of the page, for who cannot see it. */
  readonly title: string;
  /** The line above it. */
  readonly note: string;
  /** Of the title and the note, as `en`. */
  readonly language: string;
}

/** A text that ends neither an attribute in quotes nor an element. */
const attribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
