// @ts-check
const { renameSync, writeFileSync } = require("node:fs");
const process = require("node:process");
const vscode = require("vscode");

/** @type {Readonly<Record<string, string>>} */
const themes = {
  "stepwrightDriver.dark": "Default Dark Modern",
  "stepwrightDriver.highContrast": "Default High Contrast",
  "stepwrightDriver.light": "Default Light Modern",
};

/** Runs the suite that the environment names, and writes what came of it. */
async function runSuite() {
  const { STEPWRIGHT_TEST_SUITE: suite, STEPWRIGHT_TEST_RESULTS: results, STEPWRIGHT_MOCHA: mocha } = process.env;
  if (suite === undefined || results === undefined || mocha === undefined) return;
  /** @type {{ title: string, error?: string, pending?: boolean }[]} */
  const ended = [];
  try {
    const Mocha = require(mocha);
    const runner = new Mocha({ ui: "bdd", timeout: 120_000, reporter: function Nothing() {} });
    runner.addFile(suite);
    await new Promise((resolve) => {
      const run = runner.run(resolve);
      // What came so far tells where a suite hangs.
      run.on("test end", () => writeFileSync(`${results}.part`, JSON.stringify(ended, undefined, 2)));
      run.on("pass", (/** @type {import("mocha").Test} */ test) => ended.push({ title: test.fullTitle() }));
      run.on("pending", (/** @type {import("mocha").Test} */ test) => ended.push({ title: test.fullTitle(), pending: true }));
      run.on("fail", (/** @type {import("mocha").Test} */ test, /** @type {Error} */ error) =>
        ended.push({ title: test.fullTitle(), error: error.stack ?? String(error) }),
      );
    });
  } catch (error) {
    ended.push({ title: "the suite loads", error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  const notes = /** @type {{ notes?: string[] }} */ (globalThis).notes ?? [];
  // Under another name first: whoever waits for the file finds all of it.
  writeFileSync(`${results}.part`, JSON.stringify({ ended, notes }));
  renameSync(`${results}.part`, results);
}

/** @param {vscode.ExtensionContext} context */
exports.activate = (context) => {
  for (const [command, theme] of Object.entries(themes)) {
    context.subscriptions.push(
      vscode.commands.registerCommand(command, () =>
        vscode.workspace.getConfiguration().update("workbench.colorTheme", theme, vscode.ConfigurationTarget.Global),
      ),
    );
  }
  void runSuite();
};
