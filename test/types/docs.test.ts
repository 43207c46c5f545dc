import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { typeProblems } from "./check-types.ts";

const guide = path.resolve(import.meta.dirname, "../../docs/authoring.md");

test("every code block of the guide type-checks", () => {
  const sections = codeBySection(readFileSync(guide, "utf8"));
  assert.ok(sections.size > 10, "the guide has code in most of its sections");
  assert.deepEqual(typeProblems(path.resolve(import.meta.dirname, "tsconfig.json"), sections), []);
});

/** The TypeScript blocks of each section as one module: a section reads from top to bottom and stands by itself. */
function codeBySection(markdown: string): Map<string, string> {
  const modules = new Map<string, string>();
  for (const section of markdown.split(/^## /m).slice(1)) {
    const name = section.slice(0, section.indexOf("\n")).toLowerCase().replaceAll(" ", "-");
    const blocks = [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
    if (blocks.length > 0) modules.set(path.join(import.meta.dirname, "docs", `${name}.ts`), blocks.join("\n"));
  }
  return modules;
}
