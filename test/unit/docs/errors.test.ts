import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { failureTitles } from "../../../src/runner/model/failure.ts";

const text = readFileSync(path.resolve(import.meta.dirname, "../../../docs/errors.md"), "utf8");

interface Section {
  readonly code: string;
  readonly title: string | undefined;
  readonly lines: readonly string[];
}

/** Each `### CODE` with its bold title and the lines below it. */
const sections: readonly Section[] = text
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const [code = "", title = "", ...lines] = (section.split(/^## /m)[0] ?? "").split("\n").filter((line) => line !== "");
    return { code, title: /^\*\*(.+)\*\*$/.exec(title)?.[1], lines };
  });

test("every code has one section, in order, under its title", () => {
  assert.deepEqual(
    sections.map(({ code, title }) => [code, title]),
    Object.entries(failureTitles),
  );
});

for (const { code, lines } of sections) {
  test(`${code} says why it happens and how to fix it`, () => {
    assert.deepEqual(
      lines.map((line) => line.split(" ", 2).join(" ")),
      ["- **Why:**", "- **Fix:**"],
    );
  });
}
