import { check, checks } from "./harness/checks.ts";
import { runLayers } from "./harness/layers.ts";
import { inLanes } from "./harness/lanes.ts";

/**
 * `npm test`: what the sources say of themselves first (types, lint, format, unused code, imports), then the test layers.
 * It prints a line for each, the whole story of what failed, and at the end one line of counts that the exit status is true to.
 */

// Two at a time: the linter is as long as all the others together.
const failedChecks = (await inLanes(2, checks, check)).filter((ok) => !ok).length;
const tests = await runLayers(["unit", "runner"]);

const passed = checks.length - failedChecks + tests.passed;
const failed = failedChecks + tests.failed;
const reasons = tests.skipReasons.size > 0 ? ` (${[...tests.skipReasons].join("; ")})` : "";
console.log(`\n${String(passed)} passed, ${String(failed)} failed, ${String(tests.skipped)} skipped${reasons}`);
process.exitCode = failed === 0 ? 0 : 1;
