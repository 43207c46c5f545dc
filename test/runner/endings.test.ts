import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf } from "./support/record.ts";

const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
const never = () => new Promise<number>(() => undefined);

const throws = step((): number => { throw new RangeError("out of luck", { cause: new Error("the reason") }); });
const rejects = step(async (): Promise<number> => { await null; throw new Error("rejected"); });
const throwsText = step((): number => { throw "just text"; });
const throwsNothing = step((): number => { throw undefined; });
const throwsTrap = step((): number => { throw Object.defineProperty(new Error("trap"), "name", { get() { throw new Error("sprung"); } }); });
const inTimer = step(() => { setTimeout(() => { throw new Error("in a timer"); }); return never(); });
const unhandled = step(() => { void Promise.reject(new Error("nobody listens")); return never(); });
const exits = step(() => { process.exit(0); return 1; });
const exitsLater = step(async () => { await null; try { process.exit(3); } catch { return 1; } });
const makesFunction = step(() => (() => 1) as unknown);
const killed = step(() => { process.kill(process.pid, "SIGKILL"); return never(); });
const memory = step({ resources: { memory: 32 } }, () => { const kept: number[][] = []; for (;;) kept.push(new Array(100_000).fill(Math.random())); });
const fine = step(() => "fine");

const mild = () => {
  throws(); rejects(); throwsText(); throwsNothing(); throwsTrap(); inTimer(); unhandled(); exits(); exitsLater(); makesFunction();
};
export const isolated = pipeline(() => { mild(); killed(); memory(); fine(); });

let left = 10;
const all = Promise.withResolvers<string>();
const countDown = () => { if (--left === 0) all.resolve("fine"); };
const inlineThrows = throws.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
const inlineRejects = rejects.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
const inlineText = throwsText.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
const inlineNothing = throwsNothing.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
const inlineTrap = throwsTrap.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
const inlineTimer = inTimer.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
const inlineUnhandled = unhandled.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
const inlineExits = exits.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
const inlineExitsLater = exitsLater.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
const inlineFunction = makesFunction.withOptions({ runtime: "inline", hooks: { onEnd: countDown } });
/** Ends when all the others have ended around it. */
const survivor = step({ runtime: "inline" }, () => all.promise);
export const inline = pipeline(() => {
  survivor(); inlineThrows(); inlineRejects(); inlineText(); inlineNothing(); inlineTrap(); inlineTimer(); inlineUnhandled();
  inlineExits(); inlineExitsLater(); inlineFunction();
});

const leaves = step(() => { setTimeout(() => process.exit(9)); return "left something"; });
const next = step((x: any) => "next");
export const leftovers = pipeline(() => { next(leaves.withOptions({ runtime: "inline" })()); });

export const made = pipeline(() => {
  const crash = step({ name: "crash" }, () => { process.kill(process.pid, "SIGKILL"); return never(); });
  const later = step({ name: "later" }, () => 1);
  later.withOptions({ after: gate() })();
  crash();
});
const gate = step(() => puppet("gate"));
export const exitWhileRecording = pipeline(() => { fine(); process.exit(0); });
`;

/** What became of each step, with the words of its error. */
const endings = (run: RunRecord): Record<string, string> =>
  Object.fromEntries(
    Object.entries(run.steps).map(([id, { status, error }]) => [id, error === undefined ? status : `${error.code} ${error.message}`]),
  );

describe("a step that ends badly fails alone", () => {
  const work = puppetWorkspace(pipelines);

  it("in a process of its own", async () => {
    const ended = await work.run("isolated", "--max-concurrency", "2").ended;
    const run = runOf(ended);
    assert.equal(ended.status, 1);
    const { makesFunction, ...found } = endings(run);
    assert.match(makesFunction ?? "", /^SW3006 /);
    assert.deepEqual(found, {
      throws: "SW3001 `throws` threw RangeError: out of luck",
      rejects: "SW3001 `rejects` threw Error: rejected",
      throwsText: "SW3001 `throwsText` threw 'just text'",
      throwsNothing: "SW3001 `throwsNothing` threw undefined",
      throwsTrap: "SW3001 `throwsTrap` threw Error: An error that cannot be shown.",
      inTimer: "SW3001 `inTimer` threw Error: in a timer",
      unhandled: "SW3001 `unhandled` threw Error: nobody listens",
      exits: "SW3003 `exits` ended its process with exit code 0.",
      exitsLater: "SW3003 `exitsLater` ended its process with exit code 3.",
      killed: "SW3004 The process of `killed` was killed by SIGKILL.",
      memory: "SW3005 `memory` ran out of memory.",
      fine: "completed",
    });
    const error = run.steps["throws"]?.error;
    assert.equal(error?.thrown?.cause?.message, "the reason");
    assert.equal(error.at?.line, 5, "the place is that of the throw");
    assert.match(error.thrown.stack ?? "", /pipelines\.ts:5:/);
    assert.match(error.help, /^Read the stack/);
    assert.match(run.steps["throwsText"]?.error?.help ?? "", /^Throw an Error/, "a text has no stack to read");
  });

  it("among inline steps in one process", async () => {
    const ended = await work.run("inline").ended;
    assert.equal(ended.status, 1);
    const { inlineFunction, ...found } = endings(runOf(ended));
    assert.match(inlineFunction ?? "", /^SW3006 /);
    assert.deepEqual(found, {
      survivor: "completed",
      inlineThrows: "SW3001 `inlineThrows` threw RangeError: out of luck",
      inlineRejects: "SW3001 `inlineRejects` threw Error: rejected",
      inlineText: "SW3001 `inlineText` threw 'just text'",
      inlineNothing: "SW3001 `inlineNothing` threw undefined",
      inlineTrap: "SW3001 `inlineTrap` threw Error: An error that cannot be shown.",
      inlineTimer: "SW3001 `inlineTimer` threw Error: in a timer",
      inlineUnhandled: "SW3001 `inlineUnhandled` threw Error: nobody listens",
      inlineExits: "SW3003 `inlineExits` ended its process with exit code 0.",
      inlineExitsLater: "SW3003 `inlineExitsLater` ended its process with exit code 3.",
    });
  });

  it("also when what it left behind ends badly after it", async () => {
    const ended = await work.run("leftovers").ended;
    assert.deepEqual(endings(runOf(ended)), { leaves: "completed", next: "completed" });
  });

  it("with the reason where the process that made it inside the pipeline is gone", async () => {
    const command = work.run("made");
    const gate = await work.puppets.next("gate");
    await gate.tell({ do: "log", text: "the crash has every chance to come first" });
    await gate.tell({ do: "return", value: 1 });
    const found = endings(runOf(await command.ended));
    assert.equal(found["crash"], "SW3004 The process of `crash` was killed by SIGKILL.");
    assert.equal(found["gate"], "completed");
    // Which of the two comes first is not for us to say; a run that ends is.
    assert.match(found["later"] ?? "", /^(SW3004|completed)/);
  });

  it("and a pipeline function that calls process.exit is told where", async () => {
    const ended = await work.run("exitWhileRecording").ended;
    assert.equal(ended.status, 1);
    const [line] = ended.json() as [{ error: { code: string; at: { line: number } } }];
    assert.equal(line.error.code, "SW1024");
  });
});
