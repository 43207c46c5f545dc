import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { getL10nJson } from "@vscode/l10n-dev";

const root = path.resolve(import.meta.dirname, "../../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

describe("texts of the extension", () => {
  it("stand in the bundle for translators, each of them and no other", async () => {
    const files = globSync("src/extension/**/*.ts", { cwd: root });
    const exported = await getL10nJson(files.map((file) => ({ extension: ".ts", contents: read(file) })));
    const bundle = JSON.parse(read("l10n/bundle.l10n.json")) as object;
    assert.ok(Object.keys(exported).length > 50);
    assert.deepEqual(bundle, exported, "npm run l10n writes it anew");
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
