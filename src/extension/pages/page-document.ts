/**
 * The document around a page that a step made. Nothing of the page runs, and nothing is fetched for it: the frame has neither scripts nor an
 * origin, and what the policy says holds in it as well, since a frame without an address of its own inherits it.
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

/** Pages are written for white paper, whatever the theme is: dark text of a page without a ground of its own is read on it. */
const style = `html, body { height: 100%; margin: 0; padding: 0; }
body { display: flex; flex-direction: column; }
p { margin: 0; padding: 4px 12px; border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border)); }
p:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
iframe { flex: 1; border: 0; background: #fff; color-scheme: light; }`;

/** What stands around a page, in the person's language. */
export interface PageWords {
  readonly language: string;
  /** What the page is. */
  readonly title: string;
  /** The line above it. */
  readonly line: string;
}

/** The document that shows a page in a frame. */
export const pageDocument = (words: PageWords, page: string): string =>
  documentOf(words, `<iframe sandbox="" title="${escaped(words.title)}" srcdoc="${escaped(inert(page))}"></iframe>`);

/** The document that says in words why there is no page. */
export const wordsDocument = (words: PageWords): string => documentOf(words, "");

// What is pressed inside the frame stays in it, as no script there hands it on. The line above it can have the focus: there the editor hears
// its keys again, and `Shift+Tab` leads to it out of the page.
// A link to a place in the page is resolved against the base, which stands before the policy that allows no other.
const documentOf = ({ language, title, line }: PageWords, content: string): string => `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<base href="about:srcdoc">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body><p tabindex="0">${escaped(line)}</p>${content}</body>
</html>`;

/**
 * What policy and sandbox leave open is taken from the page. A `<link>` or a frame may open a connection before anything is refused, and so may
 * a press on a link that leads out of the page, which loses its address. Should one keep it all the same, it asks for a new window, which the sandbox
 * refuses. Of two attributes of one name the first counts.
 */
const inert = (page: string): string =>
  page.replaceAll(/<(link|iframe|frame)(?=[\s/>])/gi, "<x-$1").replaceAll(/<(a|area)([\s/][^>]*)/gi, (_tag, name: string, rest: string) => {
    const within = /(?:^|\s)href\s*=\s*["']?#/i.test(rest);
    return `<${name} target=${within ? "_self" : "_blank"}${rest.replaceAll(/([\s"'/])(?:xlink:)?href(?=\s*=(?!\s*["']?#))/gi, "$1data-href")}`;
  });

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
