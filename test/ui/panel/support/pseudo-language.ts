import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../../../harness/checks.ts";

/** A bundle as a translator would make it of the exported one, in a language that is English in brackets. */
export async function pseudoTexts(): Promise<Readonly<Record<string, string>>> {
  const exported = JSON.parse(await readFile(join(root, "l10n", "bundle.l10n.json"), "utf8")) as Record<string, Exported>;
  return Object.fromEntries(Object.entries(exported).map(([key, text]) => [key, `⟦${typeof text === "string" ? text : text.message}⟧`]));
}

/** A text, or one with a comment for translators. */
type Exported = string | { readonly message: string };

/** Keys whose values are words of the protocol, and so must not be seen. */
const protocol = new Set(["kind", "status", "source", "reason"]);
/** Units and the words of JSON are the same in each language. */
const alike = ["ms", "min", "kB", "true", "null"];

/** Words on the page, seen or said, that are neither translated nor of `data`. */
export async function untranslated(page: Page, ...data: readonly unknown[]): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Element)
        for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt"]) found.push(node.getAttribute(name) ?? "");
      else if (node.parentElement?.closest("script") === null) found.push(node.textContent ?? "");
    }
    return found;
  });
  const known = new Set([...alike, ...data.flatMap((value) => wordsIn(value))]);
  const left = texts.flatMap((text) => wordsOf(outsideOfBrackets(text))).filter((word) => !known.has(word));
  return [...new Set(left)];
}

function wordsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return wordsOf(value);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    protocol.has(key) ? [] : [...(named.has(key) ? wordsOf(Object.keys(member as object).join(" ")) : []), ...wordsIn(member)],
  );
}

/** Keys whose values have names that a person has given as their keys. */
const named = new Set(["parameters", "metadata", "options", "value", "best"]);

const wordsOf = (text: string): readonly string[] => text.match(/\p{L}{2,}/gu) ?? [];

/** Texts stand in texts: a translated one may be part of another. */
function outsideOfBrackets(text: string): string {
  let depth = 0;
  // What stands between brackets comes apart from them, so that it can be counted how deep it lies.
  const parts = text.split(/([⟦⟧])/).filter((part) => {
    if (part === "⟦") depth += 1;
    else if (part === "⟧") depth -= 1;
    else return depth === 0;
    return false;
  });
  return parts.join("");
}
