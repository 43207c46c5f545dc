import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { getL10nJson } from "@vscode/l10n-dev";
import { textsElement } from "../../../src/extension/dag/page-texts.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

describe("texts of the extension and its pages", () => {
  it("stand in the bundle for translators, each of them and no other", async () => {
    const files = globSync(["src/extension/**/*.ts", "webview/**/*.ts"], { cwd: root });
    const exported = await getL10nJson(files.map((file) => ({ extension: ".ts", contents: read(file) })));
    const bundle = JSON.parse(read("l10n/bundle.l10n.json")) as object;
    assert.ok(Object.keys(exported).length > 50);
    assert.deepEqual(bundle, exported, "npm run l10n writes it anew");
  });

  it("come to the panel whatever they hold, and are nothing in English", () => {
    const bundle = { Run: '</script><script>alert("1")</script><!--', "{0} steps": "{0} Schritte & mehr" };
    const element = textsElement(bundle);
    const [, inside = ""] = /^<script type="application\/json" id="texts">([^<]*)<\/script>$/.exec(element) ?? [];
    assert.deepEqual(JSON.parse(inside), bundle);
    assert.equal(textsElement(undefined), "");
  });

  it("of the manifest are named there, each of them and no other", () => {
    const named = [...read("package.json").matchAll(/"%([\w.]+)%"/g)].map(([, name]) => name ?? "");
    const texts = JSON.parse(read("package.nls.json")) as Readonly<Record<string, string>>;
    assert.deepEqual([...new Set(named)].sort(), Object.keys(texts).sort());
    assert.deepEqual(
      Object.entries(texts).filter(([, text]) => text.trim() === ""),
      [],
    );
  });
});
