import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../harness/checks.ts";
import { missingForWorkbench } from "../harness/workbench-parts.ts";
import { packagedVsix } from "../harness/vsix.ts";
import { openWorkbench } from "../harness/workbench.ts";
import { bundleSuites } from "./bundle-suites.ts";
import { suiteFiles } from "./suite-files.ts";

interface Ended {
  readonly title: string;
  readonly error?: string;
  readonly pending?: boolean;
}

const skip = missingForWorkbench();

/** A person downloads no more than this, in bytes. */
const largestPackage = 15e6;

describe("the package", { skip: skip ?? false }, () => {
  it("is small", (context) => {
    const { size } = statSync(packagedVsix());
    context.diagnostic(`The package has ${(size / 1e6).toFixed(1)} MB.`);
    assert.ok(size < largestPackage, `The package has ${String(size)} bytes.`);
  });
});

describe("the extension host", { skip: skip ?? false }, () => {
  it("runs every suite", { timeout: 450_000 }, async (context) => {
    const suite = await bundleSuites();
    const results = join(root, "test-output", "vscode", "results.json");
    const env = {
      STEPWRIGHT_TEST_SUITE: suite,
      STEPWRIGHT_TEST_RESULTS: results,
      STEPWRIGHT_MOCHA: createRequire(import.meta.url).resolve("mocha"),
    };
    await rm(results, { force: true });
    const bench = await openWorkbench(context, { name: "vscode", env, files: suiteFiles });
    // The host answers when all has been run; the file is there as a whole or not at all.
    while (!existsSync(results)) await wait(200, undefined, { signal: context.signal });
    const { ended, notes } = JSON.parse(readFileSync(results, "utf8")) as {
      readonly ended: readonly Ended[];
      readonly notes: readonly string[];
    };
    for (const note of notes) context.diagnostic(note);
    const log = await bench.log();
    context.diagnostic(/Active after [\d.]+ ms, loaded in [\d.]+ ms/.exec(log)?.[0] ?? "The time of activation is not in the log.");
    await report(context, ended);
    if (ended.some(({ error }) => error !== undefined)) context.diagnostic(`The extension said:\n${log}`);
    assert.ok(ended.length > 10, "The suites have not run.");
    assert.doesNotMatch(log, /unhandled/i);
  });
});

const report = async (context: TestContext, ended: readonly Ended[]): Promise<void> => {
  for (const { title, error, pending = false } of ended) {
    await context.test(title, { skip: pending }, () => {
      if (error !== undefined) assert.fail(error);
    });
  }
};
