import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { watchLoop } from "./loop-watch.ts";
import { folder, note, runTask, symbolsNamed, until } from "./support.ts";

/** A host that reads the files itself works for seconds. What is left is told, and is a few milliseconds. */
const most = 250;

describe("a large workspace", () => {
  it("leaves the host free while 10,000 files are read", async () => {
    const many = join(folder(), "many");
    for (let at = 0; at < 100; at++) {
      await mkdir(join(many, String(at)), { recursive: true });
      const files = Array.from({ length: 100 }, (_, file) => file);
      await Promise.all(
        files.map((file) => writeFile(join(many, String(at), `file${String(file)}.ts`), `export const a${String(file)} = 1;\n`)),
      );
    }
    await writeFile(join(many, "last.ts"), 'import { step } from "stepwright";\nexport const lastOfMany = step(() => 1);\n');
    const delays = watchLoop();
    await vscode.commands.executeCommand("stepwright.refresh");
    await until(
      () => symbolsNamed("lastOfMany"),
      (names) => names.length === 1,
    );
    const { stoodStill, worked } = delays();
    note(
      `10,000 files: the host worked ${worked?.toFixed(0) ?? "?"} ms at most without a turn, and stood still ${stoodStill.toFixed(0)} ms.`,
    );
    await vscode.workspace.fs.delete(vscode.Uri.file(many), { recursive: true });
    if (worked !== undefined) assert.ok(worked < most, `The host worked for ${String(worked)} ms without a turn.`);
  });

  it("leaves the host free while a pipeline of 2,000 steps is shown and run", async () => {
    const calls = Array.from({ length: 2000 }, () => "  value = next(value);").join("\n");
    const source = `import { pipeline, step } from "stepwright";
export const begin = step({ runtime: "inline" }, () => 1);
export const next = step({ runtime: "inline" }, (value: number) => value + 1);
export const veryLong = pipeline(() => {
  let value = begin();
${calls}
  return value;
});
`;
    await writeFile(join(folder(), "src", "long.ts"), source);
    const delays = watchLoop();
    await vscode.window.showTextDocument(vscode.Uri.file(join(folder(), "src", "long.ts")));
    await until(
      () => symbolsNamed("veryLong"),
      (names) => names.length === 1,
    );
    await vscode.commands.executeCommand("stepwright.openGraph");
    assert.equal(await runTask("veryLong"), 0);
    const { stoodStill, worked } = delays();
    note(
      `2,000 steps: the host worked ${worked?.toFixed(0) ?? "?"} ms at most without a turn, and stood still ${stoodStill.toFixed(0)} ms.`,
    );
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(vscode.Uri.file(join(folder(), "src", "long.ts")));
    if (worked !== undefined) assert.ok(worked < most, `The host worked for ${String(worked)} ms without a turn.`);
  });
});
