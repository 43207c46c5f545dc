import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";

/** docs/language.md promises a proof for each rule: this reads the promise and looks the proofs up. */

const root = path.resolve(import.meta.dirname, "../../..");
const text = readFileSync(path.join(root, "docs/language.md"), "utf8");

interface Rule {
  readonly id: string;
  readonly meaning: string;
  readonly proofs: readonly string[];
}

/** Rules by the heading they stand under; only headings that have a table. */
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .filter((section) => !section.startsWith("Not there yet"))
    .map((section) => [section.slice(0, section.indexOf("\n")), rulesOf(section)]),
);

function rulesOf(section: string): Rule[] {
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) => {
    const cells = row.slice(1, -1).split(/(?<!\\)\|/);
    assert.equal(cells.length, 3, row);
    const [id = "", meaning = "", proof = ""] = cells.map((cell) => cell.trim());
    return { id: /^`([^`]+)`$/.exec(id)?.[1] ?? id, meaning, proofs: proof.split("<br>").map((each) => each.replaceAll("\\", "")) };
  });
}

/** A name of a test as its file says it: the text, and gaps where a template has values. */
type Name = readonly string[];

const names = new Map<string, readonly Name[]>();

/** Names of the tests in a file. A suite is none: it would still be there when its last test is gone. */
function testsIn(file: string): readonly Name[] {
  const known = names.get(file);
  if (known !== undefined) return known;
  const found: Name[] = [];
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), "utf8"), ts.ScriptTarget.Latest);
  const visit = (node: ts.Node): void => {
    const name =
      ts.isCallExpression(node) && /^(it|test|t\.test)$/.test(node.expression.getText(source)) ? nameOf(node.arguments[0]) : undefined;
    if (name !== undefined) found.push(name);
    ts.forEachChild(node, visit);
  };
  visit(source);
  names.set(file, found);
  return found;
}

function nameOf(argument: ts.Expression | undefined): Name | undefined {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isTemplateExpression(argument)) return [argument.head.text, ...argument.templateSpans.map(({ literal }) => literal.text)];
  return undefined;
}

/** Whether a name is this one, with something in each gap. What fills a gap has to stand in the file as well, word by word. */
function isCalled(cited: string, name: Name, file: string): boolean {
  const pattern = new RegExp(`^${name.map((piece) => RegExp.escape(piece)).join("(.+)")}$`, "u");
  const filled = pattern.exec(cited);
  if (filled === null) return false;
  const source = readFileSync(path.join(root, file), "utf8");
  return filled.slice(1).every((filling) => filling.split(" ").every((word) => source.includes(word)));
}

const plain = (name: string): string => name.replaceAll("`", "");

describe("docs/language.md", () => {
  it("has rules in every section", () => {
    assert.deepEqual(
      [...sections.keys()],
      ["Steps", "Pipelines", "Outputs", "Types at run time", "Artifacts and parameters", "Command line"],
    );
    for (const [name, rules] of sections) assert.ok(rules.length > 0, name);
  });

  it("gives each rule an id of its own", () => {
    const ids = [...sections.values()].flat().map(({ id }) => id);
    for (const id of ids) assert.match(id, /^[a-z]+\.[a-z-]+$/);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
  });

  it("names only tests that exist", () => {
    const missing = [...sections.values()].flat().flatMap(({ id, meaning, proofs }) => {
      assert.match(meaning, /\.|…$/, id);
      return proofs.flatMap((proof) => {
        const [, file = "", cited = ""] = /^`(test\/[^`]+\.test\.ts)` › (.+)$/u.exec(proof) ?? [];
        const exists = file !== "" && existsSync(path.join(root, file));
        if (exists && testsIn(file).some((name) => isCalled(plain(cited), name.map(plain), file))) return [];
        return [`${id}: ${proof}`];
      });
    });
    assert.deepEqual(missing, []);
  });

  it("and the guide lead to each other", () => {
    assert.match(text, /\]\(authoring\.md\)/);
    assert.match(readFileSync(path.join(root, "docs/authoring.md"), "utf8"), /\]\(language\.md\)/);
  });
});
