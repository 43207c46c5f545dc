import type { Preview } from "./preview.ts";

/** Whether a value is an HTML page, which can be shown as one. */
export const isPage = (preview: Preview): boolean => preview.kind === "text" && preview.language === "html";
