import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import { watchLoop } from "../../vscode/suite/loop-watch.ts";
import { note, open, symbolsNamed, until, uriOf } from "../../vscode/suite/support.ts";

/**
 * What the event loop of the extension host goes through: while a TypeScript file is opened, for which our extension is loaded and activated
 * and TypeScript's own does its first work; and then while every pipeline of the workspace is found, from the moment when an editor first
 * mentions the package. It runs in that host, as a suite does. `STEPWRIGHT_LOOP_MS` says how long it looks where nothing is found, because
 * our extension is not there.
 */

/** How long nothing may have happened before it begins, in milliseconds: the host has other extensions to start. */
const quiet = 3000;
/** What is no delay: timers are this late anyway. */
const usual = 25;

/** Waits until the host has had nothing to do for a while. */
const settled = async (): Promise<void> => {
  for (let since = performance.now(); performance.now() - since < quiet;) {
    const before = performance.now();
    await pause(5);
    if (performance.now() - before > usual) since = performance.now();
  }
};

/** What the loop goes through while something is done, and for a second more: what was found is told to views and lenses late. */
const during = async (work: () => Promise<unknown>): Promise<{ took: number; worked: number | undefined; max: number; p99: number }> => {
  await settled();
  const busy = watchLoop();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  await work();
  const took = performance.now() - start;
  await pause(1000);
  delay.disable();
  const ms = (nanoseconds: number): number => nanoseconds / 1e6;
  return { took, worked: busy().worked, max: ms(delay.max), p99: ms(delay.percentile(99)) };
};

describe("the event loop of the extension host", () => {
  it("while the workspace is read", async () => {
    // A TypeScript file starts these as well, and it is not they who are measured.
    for (const id of ["vscode.typescript-language-features", "vscode.emmet", "vscode.json-language-features"])
      await vscode.extensions.getExtension(id)?.activate();
    const opening = await during(() => open("first.ts"));
    const given = process.env["STEPWRIGHT_LOOP_MS"];
    const reading = await during(async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uriOf("first.ts"), new vscode.Position(0, 0), 'import { step } from "stepwright";\n');
      await vscode.workspace.applyEdit(edit);
      if (given !== undefined) return pause(Number(given));
      return until(
        () => symbolsNamed("lastOfMany"),
        (names) => names.length === 1,
      );
    });
    note(JSON.stringify({ opening, reading }));
  });
});
