import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pageDocument } from "../../../src/extension/page/page-document.ts";

/** What a browser takes an attribute for. */
const read = (document: string, name: string): string | undefined =>
  new RegExp(` ${name}="([^"]*)"`)
    .exec(document.slice(document.indexOf("<iframe")))?.[1]
    ?.replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

const page = (html: string): string => pageDocument({ html, title: 'a "b" <c>', note: "n & m", language: "en" });

describe("the document around a page", () => {
  it("holds the page as it is, whatever stands in it, and nothing of it outside of the frame", () => {
    for (const html of ['<p class="a">x</p>', '"></iframe><script>1</script>', "&quot;&amp;quot;", "</body>", "'`${}", "ä\u2028"]) {
      const document = page(html);
      assert.equal(read(document, "srcdoc"), html);
      assert.equal(document.match(/<\/?iframe|<\/?script|<\/body/g)?.join(), "<iframe,</iframe,</body");
    }
  });

  it("has a frame that may do nothing, under a policy that loads nothing", () => {
    const document = page("<p>");
    assert.equal(read(document, "sandbox"), "");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(document)?.[1] ?? "";
    assert.deepEqual(policy.split("; "), [
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      "img-src data:",
      "font-src data:",
      "media-src data:",
      "form-action 'none'",
      "base-uri 'none'",
    ]);
    assert.ok(document.indexOf("Content-Security-Policy") < document.indexOf("<style"));
  });

  it("names the frame for who cannot see it", () => {
    assert.equal(read(page(""), "title"), 'a "b" <c>');
  });
});
