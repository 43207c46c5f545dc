import { availableParallelism } from "node:os";
import { check, checks } from "./harness/checks.ts";
import { runAgain, runLayers, together } from "./harness/layers.ts";
import { inLanes } from "./harness/lanes.ts";

/**
 * `npm test`: what the sources say of themselves first (types, lint, format, unused code, imports), then the test layers.
 * It prints a line for each, the whole story of what failed, and at the end one line of counts that the exit status is true to.
 */

// Two at a time: the linter is as long as all the others together.
const failedChecks = (await inLanes(2, checks, check)).filter((ok) => !ok).length;
// Tests of the runner wait for the processes that they start. A whole editor and a browser take about one core.
const tests = together([
  await runLayers(["unit", "runner"], availableParallelism() + 1),
  await runLayers(["vscode", "ui/panel", "ui/workbench"], 2),
]);

// Real processes on a busy machine: a few files may have a second chance, alone, and it is said that they had it.
const few = 5;
const again = tests.failed > 0 && tests.failedFiles.length <= few ? await runAgain(tests.failedFiles) : undefined;
const failedTests = again?.failed ?? tests.failed;
if (again !== undefined) console.log(`Ran again alone: ${tests.failedFiles.join(", ")}: ${String(again.failed)} failed`);

const passed = checks.length - failedChecks + tests.passed + (tests.failed - failedTests);
const failed = failedChecks + failedTests;
const reasons = tests.skipReasons.size > 0 ? ` (${[...tests.skipReasons].join("; ")})` : "";
console.log(`\n${String(passed)} passed, ${String(failed)} failed, ${String(tests.skipped)} skipped${reasons}`);
process.exitCode = failed === 0 ? 0 : 1;
