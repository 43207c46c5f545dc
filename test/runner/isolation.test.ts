import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RunEvent } from "../../src/runner/model/events.ts";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf } from "./support/record.ts";

const pipelines = `import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { Worker } from "node:worker_threads";
import { pipeline, step } from "stepwright";

/** What a step may leave in its process. */
const traces: Record<string, () => unknown> = {
  "a global": () => Object.assign(globalThis, { leftover: 1 }),
  "a replaced global": () => (globalThis.fetch = (() => undefined) as any),
  "a changed prototype": () => ((Array.prototype as any).leftover = 1),
  "a replaced method": () => (Math.random = () => 4),
  "a replaced getter": () => Object.defineProperty(globalThis, "navigator", { get: () => 7, configurable: true }),
  "an environment variable": () => (process.env["LEFTOVER"] = "1"),
  "a deleted environment variable": () => delete process.env["KEPT"],
  "a working directory": () => process.chdir("/"),
  "a listener": () => process.on("SIGUSR2", () => undefined),
  "no listener at all": () => process.removeAllListeners(),
  "a replaced function of the process": () => (process.uptime = () => 1),
  "a timer": () => setInterval(() => undefined, 100_000),
  "a server": () => createServer().listen(0),
  "a child process": () => spawn("sleep", ["600"], { stdio: "ignore" }),
  "a thread": () => new Worker("setInterval(() => undefined, 1000)", { eval: true }),
};

/** What can be seen of the traces of others. */
const seen = () => [
  Object.keys([]).length, "leftover" in globalThis, "leftover" in Array.prototype, Math.random() === 4, (navigator as unknown) === 7,
  String(fetch).length < 20, process.env["LEFTOVER"] ?? null, process.env["KEPT"], process.cwd() === "/", process.listenerCount("SIGUSR2"), process.uptime() === 1,
];
const clean = step((before: any) => {
  // Things that leave nothing: a finished timer, a listener that is gone, a variable read.
  const listener = () => undefined;
  process.on("SIGUSR2", listener);
  process.off("SIGUSR2", listener);
  return new Promise((resolve) => setTimeout(resolve));
});
const leave = step((trace: string, before: any) => {
  const found = seen();
  traces[trace]!();
  return found;
});
export const chain = pipeline(() => {
  let last: any = clean(clean(null));
  for (const trace of Object.keys(traces)) last = leave.withOptions({ id: trace })(trace, last);
  clean.withOptions({ id: "last" })(last);
});
`;

describe("an isolated step on a warm worker", () => {
  const work = puppetWorkspace(pipelines, { KEPT: "kept" });

  it("sees nothing of those before it, and shares their process only where they left no trace", async () => {
    const ended = await work.run("chain", "--max-concurrency", "1").ended;
    const run = runOf(ended);
    assert.equal(run.status, "completed", ended.stderr);
    // A step that a process refused is told of twice: what counts is where it ran.
    const processes = new Map(
      ended
        .json()
        .slice(0, -1)
        .flatMap((line) => {
          const event = RunEvent.parse(line);
          return event.event === "step.started" ? [[event.id, event.pid] as const] : [];
        }),
    );
    const [first, second, ...left] = [...processes].map(([id, pid]) => ({ id, pid }));
    assert.equal(first?.pid, second?.pid, "a worker without traces is used again");
    assert.equal(second?.pid, left[0]?.pid);
    left.slice(1).forEach(({ pid }, index) => {
      assert.notEqual(pid, left[index]?.pid, `${left[index]?.id ?? ""} is a trace`);
    });
    for (const { id } of left.slice(0, -1)) {
      assert.deepEqual(
        run.steps[id]?.outputs["output"]?.preview,
        { kind: "json", value: [0, false, false, false, false, false, null, "kept", false, 0, false], truncated: false },
        id,
      );
    }
  });
});
