import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { panelDocument, type PanelParts } from "../../../src/extension/dag/panel-document.ts";

const parts: PanelParts = {
  cspSource: "https://*.vscode-cdn.net",
  style: "https://file.vscode-cdn.net/dag.css",
  script: "https://file.vscode-cdn.net/dag.js",
  nonce: "bm9uY2U=",
  language: "en",
  title: "Pipeline graph",
  texts: undefined,
};

describe("the document of the graph panel", () => {
  it("has a policy that allows our own files alone, and no code but by the nonce", () => {
    const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(panelDocument(parts)) ?? [];
    assert.deepEqual(policy.split("; "), [
      "default-src 'none'",
      "img-src data:",
      `style-src ${parts.cspSource} 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`,
      `font-src ${parts.cspSource}`,
      `script-src 'nonce-${parts.nonce}'`,
      "worker-src blob:",
    ]);
  });

  it("brings the policy before anything that it is for, and nothing that it refuses", () => {
    const document = panelDocument(parts);
    const scripts = document.match(/<script[^>]*>/g);
    assert.deepEqual(scripts, [`<script nonce="${parts.nonce}" src="${parts.script}">`]);
    assert.ok(document.indexOf("Content-Security-Policy") < Math.min(document.indexOf("<link"), document.indexOf("<script")));
    assert.doesNotMatch(document, /<style|\sstyle=|\son[a-z]+=|javascript:|<iframe|<base/i);
  });

  it("has translated texts as data, which can end no element", () => {
    const texts = { Run: "</script><script>alert(1)</script>" };
    const document = panelDocument({ ...parts, texts });
    assert.equal(document.match(/<script/g)?.length, 2);
    const [, data = ""] = /<script type="application\/json" id="texts">(.*?)<\/script>/.exec(document) ?? [];
    assert.deepEqual(JSON.parse(data), texts);
  });
});
