/**
 * The texts in the person's language as an element of the page, so that it has them before it draws anything. It is data and not a script:
 * no character in it can end the element.
 *
 * @param bundle English texts and theirs; undefined where there are none, as in English
 */
export const textsElement = (bundle: Readonly<Record<string, string>> | undefined): string =>
  bundle === undefined ? "" : `<script type="application/json" id="texts">${JSON.stringify(bundle).replaceAll("<", "\\u003c")}</script>`;
