import { textsElement } from "./page-texts.ts";

/** Hash of the empty style, which the controls of the panel set; it allows nothing else. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** What the page of the panel is made of. */
export interface PanelParts {
  /** Where the webview may load from, as a source of a policy. */
  readonly cspSource: string;
  /** Addresses of the one style sheet and the one script. */
  readonly style: string;
  readonly script: string;
  /** Nobody can guess it, and no two pages have the same. */
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
  /** English texts and the person's; undefined where there are none. */
  readonly texts: Readonly<Record<string, string>> | undefined;
}

/** The page of the panel: nothing in it runs but our own script, and nothing is loaded but what we bring. */
export const panelDocument = ({ cspSource, style, script, nonce, language, title, texts }: PanelParts): string => {
  const policy = [
    "default-src 'none'",
    "img-src data:",
    `style-src ${cspSource} ${emptyStyle}`,
    `font-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    // The thread that lays out large graphs: its script is part of the page's own.
    "worker-src blob:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>${textsElement(texts)}<script nonce="${nonce}" src="${script}"></script></body>
</html>`;
};
