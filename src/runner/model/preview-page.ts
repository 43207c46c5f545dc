import type { Preview } from "./preview.ts";

/** Larger pages are not shown, in bytes: the editor keeps the text of an open one, and what goes through its extension host must be little. */
export const mostPage = 4 * 1024 * 1024;

/** Whether a value is an HTML page, which can be shown as one. */
export const isPage = (preview: Preview): boolean => preview.kind === "text" && preview.language === "html";

/** What a reader of a page sees first, without the marks and styles that stand before it; empty where its beginning has none. */
export const pageWords = (html: string): string => {
  const text = html.replaceAll(/<(style|script)\b[^]*?(?:<\/\1\s*>|$)/gi, " ").replaceAll(/<[^>]*(?:>|$)/g, " ");
  return text.replaceAll(/\s+/g, " ").trim();
};
