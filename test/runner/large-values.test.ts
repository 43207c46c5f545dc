import assert from "node:assert/strict";
import { open, readdir, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { finishedRun } from "./support/finished-run.ts";
import { Puppets, puppetFile } from "./support/puppets.ts";
import { statusLines } from "./support/record.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

/** Large enough to be written while it is hashed, and to be read by seal. What reads it waits until the test has had its way with the file. */
const length = 1_000_000;
const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
export const make = step(() => Float64Array.from({ length: ${String(length)} }, (_, index) => index));
export const gate = step({ cache: "never" }, (): Promise<number> => puppet("gate"));
export const sum = step({ cache: "never" }, (data: Float64Array, _open: number) => data.reduce((all, one) => all + one, 0));
export const last = step({ cache: "never" }, (data: Float64Array, _open: number) => data.at(-1)!);
export const large = pipeline(() => {
  const data = make();
  const open = gate.withOptions({ after: data })();
  return [sum(data, open), last(data, open)];
});
`;

describe("a large value between steps", () => {
  let here: Workspace;
  let puppets: Puppets;
  before(async () => {
    puppets = await Puppets.start();
    here = await workspace({ "pipelines.ts": pipelines, "puppet.ts": puppetFile }, { env: puppets.env });
  });
  beforeEach(() => {
    puppets.forget();
  });
  after(async () => {
    await here[Symbol.asyncDispose]();
    await puppets[Symbol.asyncDispose]();
  });

  const objects = () => path.join(here.path, ".stepwright", "artifacts", "objects");
  const arrays = async () =>
    (await readdir(objects(), { recursive: true })).filter((name) => name.endsWith(".npy")).map((name) => path.join(objects(), name));

  /** One byte becomes another one; size and time of the file stay as they were. */
  const tamper = async (): Promise<void> => {
    const [file = assert.fail("no array"), ...more] = await arrays();
    assert.deepEqual(more, []);
    const { atime, mtime } = await stat(file);
    const handle = await open(file, "r+");
    await handle.write(Buffer.of(1), 0, 1, length);
    await handle.close();
    await utimes(file, atime, mtime);
  };

  /** Runs the pipeline, and does something between the step that makes the array and those that read it. */
  const run = async (meanwhile: () => Promise<void>) => {
    const command = here.start("run", "pipelines.ts", "large", "--json");
    const gate = await puppets.next("gate");
    await meanwhile();
    await gate.tell({ do: "return", value: 1 });
    return finishedRun(await command.ended);
  };

  it("reaches every step that reads it, made or cached", async () => {
    for (const made of ["completed", "cached"]) {
      const record = await run(() => Promise.resolve());
      assert.deepEqual(statusLines(record), [`make ${made}`, "gate completed", "sum completed", "last completed"]);
      const previews = [record.steps["sum"], record.steps["last"]].map((step) => step?.outputs["output"]?.preview);
      assert.deepEqual(
        previews.map((preview) => preview?.kind === "scalar" && Number(preview.text)),
        [(length * (length - 1)) / 2, length - 1],
      );
    }
  });

  it("is not read where it was changed since it was made, or since the cache answered with it, size and time the same", async () => {
    const cached = await run(tamper);
    assert.equal(cached.steps["make"]?.status, "cached");
    for (const id of ["sum", "last"]) {
      const step = cached.steps[id];
      assert.deepEqual([step?.status, step?.attempts.at(-1)?.error?.code], ["failed", "SW3007"]);
    }
    const made = await run(tamper);
    assert.equal(made.steps["make"]?.status, "completed");
    assert.deepEqual([made.steps["sum"]?.status, made.steps["last"]?.status], ["failed", "failed"]);
    const mended = await run(() => Promise.resolve());
    assert.deepEqual(statusLines(mended), ["make completed", "gate completed", "sum completed", "last completed"]);
  });
});
