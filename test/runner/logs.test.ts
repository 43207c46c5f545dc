import assert from "node:assert/strict";
import { statSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf } from "./support/record.ts";

const pipelines = `import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { pipeline, step, stepContext } from "stepwright";
import { puppet } from "./puppet.ts";

const speaks = step(async () => {
  console.log("log %d", 1);
  console.info("info");
  console.warn("warn");
  console.error("error");
  process.stdout.write("stdout\\n");
  process.stderr.write(Buffer.from("stderr ü\\n"));
  await new Promise((resolve) => process.stdout.write("callback\\n", resolve));
  stepContext().log("context", { a: 1 });
  await null;
  queueMicrotask(() => console.log("microtask"));
  await new Promise((resolve) => setTimeout(resolve));
});
const child = step((index: number, before: any) => {
  execFileSync(process.execPath, ["-e", "console.log('child ' + process.argv[1])", String(index)], { stdio: "inherit" });
  return index;
});
const laterChild = step(async () => {
  await once(spawn(process.execPath, ["-e", "console.error('later child')"], { stdio: "inherit" }), "close");
});
export const words = pipeline(() => {
  console.log("words of the pipeline function");
  speaks();
  let last: any = 0;
  for (let index = 0; index < 4; index++) last = child(index, last);
  laterChild();
});

const floods = step(() => {
  const line = "x".repeat(1024 * 1024 - 1) + "\\n";
  for (let megabyte = 0; megabyte < 70; megabyte++) process.stdout.write(line);
});
const childFloods = step(() => {
  execFileSync("head", ["-c", String(70 * 1024 * 1024), "/dev/zero"], { stdio: "inherit" });
});
export const flood = pipeline(() => { floods(); childFloods(); });

const leaves = step({ runtime: "inline" }, () => {
  // Speaks for the first time when its step is over.
  const timer = setInterval(() => console.log("afterwards"), 1);
  globalThis.setTimeout(() => clearInterval(timer), 100);
  return 1;
});
const waits = step({ runtime: "inline" }, async (x: any) => {
  console.log("mine");
  await new Promise((resolve) => setTimeout(resolve, 200));
  console.log("mine too");
});
export const late = pipeline(() => { waits(leaves()); });
`;

describe("what steps print", () => {
  const work = puppetWorkspace(pipelines);
  const logOf = async (step: string): Promise<string> => (await work.folder.stepwright("logs", "last", step)).stdout;

  it("is theirs, by whatever way they print it", async () => {
    const ended = await work.run("words", "--max-concurrency", "1").ended;
    assert.equal(ended.status, 0, ended.stderr);
    assert.equal(await logOf("speaks"), "log 1\ninfo\nwarn\nerror\nstdout\nstderr ü\ncallback\ncontext { a: 1 }\nmicrotask\n");
    for (const [index, id] of ["child", "child_2", "child_3", "child_4"].entries())
      assert.equal(await logOf(id), `child ${String(index)}\n`);
    assert.equal(await logOf("laterChild"), "later child\n");
    assert.equal(
      ended.stderr,
      "words of the pipeline function\n",
      "what the pipeline function prints is for the person, and not on stdout",
    );
  });

  it("is bounded, so that a flood does not fill the disk", async () => {
    const ended = await work.run("flood").ended;
    const run = runOf(ended);
    assert.equal(run.status, "completed");
    for (const step of Object.values(run.steps)) {
      const [attempt] = step.attempts;
      const { size } = statSync(path.join(work.folder.path, ".stepwright", attempt?.log ?? ""));
      assert.ok(size > 60 * 1024 * 1024 && size < 65 * 1024 * 1024, `${step.step} wrote ${String(size)} bytes`);
    }
    assert.match((await work.folder.stepwright("logs", "last", "floods")).stdout.slice(-80), /The log is cut here: it has reached 64 MB\./);
  });

  it("stays with the step that set it going, also when that is over", async () => {
    const ended = await work.run("late").ended;
    assert.equal(runOf(ended).status, "completed", ended.stderr);
    assert.equal(await logOf("waits"), "mine\nmine too\n");
    assert.match(await logOf("leaves"), /^(afterwards\n)+$/);
    assert.equal(ended.stderr, "");
  });
});
