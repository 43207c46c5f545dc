import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pageDocument, wordsDocument } from "../../../src/extension/pages/page-document.ts";

const words = { language: "en", title: 'report" onload="x', line: "<b>report</b> & more" };

/** What the frame of a document holds, as a browser reads the attribute. */
const framed = (document: string): string => {
  const [, text = ""] = /srcdoc="([^"]*)"><\/iframe><\/body>/.exec(document) ?? [];
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
};

describe("the document around a page", () => {
  it("holds the text of the page in one attribute, whatever is in it", () => {
    const page = `</iframe><script>x('"')</script>&quot;&amp;"' <p title="a>b">é</p>`;
    const document = pageDocument(words, page);
    assert.equal(framed(document), page);
    assert.equal(document.match(/<iframe/g)?.length, 1);
    assert.doesNotMatch(document, /<script|<b>/);
  });

  it("has a frame without scripts and origin, and a policy that fetches nothing", () => {
    const document = pageDocument(words, "");
    assert.match(document, /<iframe sandbox="" /);
    const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(document) ?? [];
    assert.deepEqual(policy.split("; "), [
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      "img-src data:",
      "font-src data:",
      "media-src data:",
      "form-action 'none'",
      "base-uri 'none'",
    ]);
  });

  it("lets no link and no frame lead out of the page, and those within it lead on", () => {
    const page = framed(
      pageDocument(words, '<LINK\nrel=preconnect><iframe src=x></iframe><a href="#x"><a\nhref=http://a target=_self><area href=b><abbr>'),
    );
    assert.equal(
      page,
      '<x-LINK\nrel=preconnect><x-iframe src=x></iframe><a target=_self href="#x"><a target=_blank\ndata-href=http://a target=_self><area target=_blank data-href=b><abbr>',
    );
  });

  it("says in words why there is no page", () => {
    const document = wordsDocument(words);
    // The line can have the focus: inside the frame nobody hears the keys of the editor.
    assert.match(document, /<p tabindex="0">&lt;b&gt;report&lt;\/b&gt; &amp; more<\/p>/);
    assert.doesNotMatch(document, /<iframe/);
  });
});
