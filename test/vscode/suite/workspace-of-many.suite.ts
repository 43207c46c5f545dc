import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import * as vscode from "vscode";
import { folder, note, symbolsNamed, until } from "./support.ts";

describe("a workspace of many files", () => {
  it("leaves the host free while it reads 10,000 files", async function () {
    const many = join(folder(), "many");
    for (let at = 0; at < 100; at++) {
      mkdirSync(join(many, String(at)), { recursive: true });
      for (let file = 0; file < 100; file++)
        writeFileSync(join(many, String(at), `file${String(file)}.ts`), `export const a${String(file)} = 1;\n`);
    }
    writeFileSync(join(many, "last.ts"), 'import { step } from "stepwright";\nexport const lastOfMany = step(() => 1);\n');
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await vscode.commands.executeCommand("stepwright.refresh");
    await until(
      () => symbolsNamed("lastOfMany"),
      (names) => names.length === 1,
    );
    delay.disable();
    await vscode.workspace.fs.delete(vscode.Uri.file(many), { recursive: true });
    // The time is of a busy machine with two cores; a host that reads the files itself stands still for seconds.
    assert.ok(delay.max / 1e6 < 500, `The event loop stood still for ${String(delay.max / 1e6)} ms.`);
    note(`Event loop delay: ${(delay.max / 1e6).toFixed(0)} ms at most, ${(delay.percentile(99) / 1e6).toFixed(1)} ms in 99 of 100.`);
  });
});
