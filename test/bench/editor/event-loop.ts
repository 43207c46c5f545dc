import { monitorEventLoopDelay } from "node:perf_hooks";
import * as vscode from "vscode";
import { watchLoop } from "../../vscode/suite/loop-watch.ts";
import { note, open, symbolsNamed, until } from "../../vscode/suite/support.ts";

/**
 * What the event loop of the extension host goes through from the moment a TypeScript file is opened until every pipeline of the workspace
 * is known. It runs in that host, as a suite does. `STEPWRIGHT_LOOP_MS` says how long it looks where nothing is found, because our extension
 * is not there.
 */

/** How long nothing may have happened before it begins, in milliseconds: the host has other extensions to start. */
const quiet = 3000;
/** What is no delay: timers are this late anyway. */
const usual = 25;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the host has had nothing to do for a while. */
const settled = async (): Promise<void> => {
  for (let since = performance.now(); performance.now() - since < quiet;) {
    const before = performance.now();
    await pause(5);
    if (performance.now() - before > usual) since = performance.now();
  }
};

describe("the event loop of the extension host", () => {
  it("while the workspace is read", async () => {
    // A TypeScript file starts these as well, and it is not they who are measured.
    for (const id of ["vscode.typescript-language-features", "vscode.emmet"]) await vscode.extensions.getExtension(id)?.activate();
    await settled();
    const busy = watchLoop();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const start = performance.now();
    await open("first.ts");
    const given = process.env["STEPWRIGHT_LOOP_MS"];
    if (given === undefined) {
      await until(
        () => symbolsNamed("lastOfMany"),
        (names) => names.length === 1,
      );
    } else await pause(Number(given));
    const took = performance.now() - start;
    // What was found is told to views and lenses for a moment longer.
    await pause(1000);
    delay.disable();
    const { worked } = busy();
    const ms = (nanoseconds: number): number => nanoseconds / 1e6;
    note(
      JSON.stringify({
        took,
        worked,
        max: ms(delay.max),
        p99: ms(delay.percentile(99)),
        ours: vscode.extensions.all.some(({ id }) => id === "stepwright.stepwright"),
      }),
    );
  });
});
