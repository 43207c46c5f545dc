import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { failureText } from "../../../src/runner/cli/failure-text.ts";
import { isOwnFile } from "../../../src/runner/cli/own-files.ts";
import type { Failure } from "../../../src/runner/model/failure.ts";
import { noColors } from "./support/terminal.ts";

const here = import.meta.dirname;
const ownFile = join(here, "../../../src/runner/execute/worker.ts");

describe("a failure as text", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "stepwright-failure-"));
    writeFileSync(
      join(folder, "train.ts"),
      ["const a = 1;", "\tfor (const label of labels) count(label);", `${"x".repeat(300)}!`].join("\r\n"),
    );
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const text = (failure: Partial<Failure>, cwd = folder): string =>
    failureText(
      { code: "SW3001", message: "Step `train` threw: boom", help: "Correct it.", ...failure },
      { cwd, workspace: folder },
      noColors,
    );

  it("says what is wrong and what to do", () => {
    assert.equal(text({}), "error[SW3001] Step `train` threw: boom\n  help: Correct it.");
  });

  it("keeps further lines under the first", () => {
    assert.equal(text({ message: "one\ntwo", help: "a\nb" }), "error[SW3001] one\n  two\n  help: a\n  b");
  });

  it("points at the place in the source", () => {
    assert.equal(
      text({ at: { file: "train.ts", line: 2, column: 22 } }),
      [
        "error[SW3001] Step `train` threw: boom",
        "  at train.ts:2:22",
        "    2 │ \tfor (const label of labels) count(label);",
        "      │ \t                    ^",
        "  help: Correct it.",
      ].join("\n"),
    );
  });

  it("shows a window of a very long line", () => {
    const lines = text({ at: { file: "train.ts", line: 3, column: 301 } }).split("\n");
    assert.equal(lines[2], `    3 │ …${"x".repeat(55)}!`);
    assert.equal(lines[3], `      │ ${" ".repeat(56)}^`);
  });

  it("says the place alone where the source is not at hand", () => {
    for (const at of [
      { file: "gone.ts", line: 2, column: 5 },
      { file: "train.ts", line: 99, column: 5 },
    ]) {
      assert.equal(text({ at, help: "" }), `error[SW3001] Step \`train\` threw: boom\n  at ${at.file}:${at.line}:5`);
    }
  });

  it("names absolute paths outside the current folder", () => {
    assert.match(text({ at: { file: "gone.ts", line: 2, column: 5 } }, here), new RegExp(`at ${join(folder, "gone.ts")}:2:5`, "u"));
  });

  it("names other places that explain it", () => {
    assert.equal(
      text({ related: [{ at: { file: "train.ts", line: 1, column: 1 }, message: "First used here." }], help: "" }),
      "error[SW3001] Step `train` threw: boom\n  First used here. (train.ts:1:1)",
    );
  });

  it("cuts the stack where it enters Stepwright and leaves Node out", () => {
    const stack = [
      "TypeError: boom",
      `    at helper (${join(folder, "lib/helper.ts")}:3:1)`,
      `    at async ${pathToFileURL(join(folder, "train.ts")).href}:2:22`,
      "    at new Promise (<anonymous>)",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
      `    at runStep (${ownFile}:80:3)`,
      `    at again (${join(folder, "train.ts")}:9:9)`,
    ].join("\n");
    assert.equal(
      text({ thrown: { name: "TypeError", message: "boom", stack }, help: "" }),
      [
        "error[SW3001] Step `train` threw: boom",
        "    at helper (lib/helper.ts:3:1)",
        "    at async train.ts:2:22",
        "    at new Promise (<anonymous>)",
      ].join("\n"),
    );
  });

  it("begins the stack with the user's code where Stepwright threw", () => {
    const stack = `Error: misuse\n    at handle (${ownFile}:1:1)\n    at body (${join(folder, "train.ts")}:2:2)\n    at record (${ownFile}:1:1)`;
    assert.equal(
      text({ thrown: { name: "StepwrightError", message: "misuse", stack }, help: "" }),
      "error[SW3001] Step `train` threw: boom\n  StepwrightError: misuse\n    at body (train.ts:2:2)",
    );
  });

  it("cuts deep stacks", () => {
    const frame = `    at recurse (${join(folder, "train.ts")}:1:1)`;
    const lines = text({
      thrown: { name: "RangeError", message: "boom", stack: `RangeError: boom\n${`${frame}\n`.repeat(50)}` },
      help: "",
    }).split("\n");
    assert.equal(lines.length, 1 + 12 + 1);
    assert.equal(lines.at(-1), "    … 38 more");
  });

  it("follows the causes", () => {
    assert.equal(
      text({ thrown: { name: "Error", message: "boom", cause: { name: "TypeError", message: "why\nreally", stack: "" } }, help: "" }),
      "error[SW3001] Step `train` threw: boom\n  caused by TypeError: why\n  really",
    );
  });

  it("shows the whole stack of a bug of ours", () => {
    const stack = `Error: oops\n    at handle (${ownFile}:1:1)\n    at node:internal/x:1:1`;
    const shown = text({ code: "SW9001", message: "Stepwright has a bug: oops", thrown: { name: "Error", message: "oops", stack } });
    assert.match(shown, /at handle \(.*worker\.ts:1:1\)\n {4}at node:internal\/x:1:1$/u);
  });

  it("lets no escape sequence through", () => {
    assert.equal(text({ message: "a\u001b[2Jb", help: "c\u0007d" }), "error[SW3001] ab\n  help: cd");
  });
});

describe("the own package", () => {
  it("owns the runner's files, but neither examples nor tests", () => {
    const root = join(here, "../../..");
    assert.equal(isOwnFile(ownFile), true);
    assert.equal(isOwnFile(join(root, "dist/worker.js")), true);
    assert.equal(isOwnFile(join(root, "examples/iris/pipeline.ts")), false);
    assert.equal(isOwnFile("/elsewhere/src/runner/x.ts"), false);
  });
});
