import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { statusLines } from "./support/record.ts";
import { contentFiles, keyFiles, manifestFiles, recordFiles } from "./support/store-files.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const pipelines = `import { writeFileSync } from "node:fs";
import { client, pipeline, step } from "stepwright";
export class Model {
  constructor(readonly weights: number[]) {}
  toJSON() { return { weights: this.weights }; }
  static fromJSON({ weights }: { weights: number[] }): Model {
    writeFileSync("rebuilt.txt", String(weights));
    return new Model(weights);
  }
}
export const secret = step(() => 42);
export const train = step((n: number) => new Model([n]));
export const use = step((model: Model) => model.weights[0]!);
export const training = pipeline(() => use(train(secret())));
export const later = pipeline(() => use(client.getArtifactVersion("training::train::output")));
`;

const poison = "666";

describe("a store that came with a clone", () => {
  let theirs: Workspace;
  let mine: Workspace;
  let store: string;
  before(async () => {
    [theirs, mine] = await Promise.all([workspace({ "work.ts": pipelines }), workspace({ "work.ts": pipelines })]);
    assert.equal((await theirs.stepwright("run", "work.ts", "training", "--json")).status, 0);
    await poisonStore(path.join(theirs.path, ".stepwright"));
    store = path.join(mine.path, ".stepwright");
    await cp(path.join(theirs.path, ".stepwright"), store, { recursive: true });
  });
  after(() => Promise.all([theirs[Symbol.asyncDispose](), mine[Symbol.asyncDispose]()]));

  /** What an attacker would do who knows the format: the answer to `secret` becomes another one, whole and with right hashes. */
  const poisonStore = async (root: string): Promise<void> => {
    const [good] = await contentFiles(root, (text) => text === "42");
    assert.ok(good);
    const digest = hash("sha256", poison);
    await mkdir(path.join(root, "artifacts/objects", digest.slice(0, 2)), { recursive: true });
    await writeFile(path.join(root, "artifacts/objects", digest.slice(0, 2), `${digest}.json`), poison);
    const old = hash("sha256", "42");
    for (const files of [manifestFiles, keyFiles, recordFiles])
      for (const file of await files(root, (text) => text.includes(old))) {
        const text = (await readFile(file, "utf8")).replaceAll(old, digest).replaceAll('"bytes":2', '"bytes":3');
        await rm(file);
        await writeFile(file, text);
      }
  };
  const run = async (...words: string[]): Promise<RunRecord> => finishedRun(await mine.stepwright("run", "work.ts", ...words, "--json"));
  const secretOf = async (record: RunRecord): Promise<unknown> => {
    const { artifact, version } = record.steps["secret"]?.outputs["output"] ?? assert.fail("no output");
    return ((await mine.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json()[0] as { value: unknown }).value;
  };

  it("shows its history", async () => {
    const listed = (await mine.stepwright("runs", "--json")).json()[0] as { pipeline: string }[];
    assert.deepEqual(
      listed.map((one) => one.pipeline),
      ["training"],
    );
  });

  it("rebuilds no object of it", async () => {
    const ended = await mine.stepwright("run", "work.ts", "later", "--json");
    const record = finishedRun(ended);
    assert.deepEqual(statusLines(record), ["use failed SW3007"]);
    assert.match(record.steps["use"]?.error?.help ?? "", /stepwright trust/);
    assert.ok(!(await readdir(mine.path)).includes("rebuilt.txt"));
  });

  it("takes no result from it, says so in one line, and hands its own on", async () => {
    const record = await run("training");
    assert.deepEqual(statusLines(record), ["secret completed", "train completed", "use completed"]);
    assert.equal(await secretOf(record), 42);
    assert.match(record.warnings.join("\n"), /^The cache is not used: the store was not made on this machine\. .*stepwright trust$/);
    const shown = await mine.stepwright("run", "work.ts", "training");
    assert.equal(shown.stderr.match(/cache is not used/g)?.length, 1, shown.stderr);
    assert.deepEqual((await run("training", "--no-cache")).warnings, [], "nothing is said where nobody asked for the cache");
  });

  it("is used once it is accepted, and by an environment that says so", async () => {
    mine.env["STEPWRIGHT_TRUST_STORE"] = "true";
    assert.deepEqual(statusLines(await run("training")), ["secret cached", "train cached", "use cached"]);
    delete mine.env["STEPWRIGHT_TRUST_STORE"];
    assert.deepEqual(statusLines(await run("training")), ["secret completed", "train completed", "use completed"]);
    const accepted = await mine.stepwright("trust");
    assert.deepEqual([accepted.status, accepted.stdout.includes("is trusted now")], [0, true], accepted.stderr);
    assert.match((await mine.stepwright("trust")).stdout, /was trusted already/);
    assert.deepEqual(statusLines(await run("training")), ["secret cached", "train cached", "use cached"]);
    assert.deepEqual(statusLines(await run("later", "--no-cache")), ["use completed"]);
  });

  it("leads nowhere: links in it are refused, for reading and writing, and its logs", { skip: process.platform === "win32" }, async () => {
    await using clone = await workspace({ "work.ts": pipelines, "outside/secret.txt": "private" });
    const root = path.join(clone.path, ".stepwright");
    await cp(path.join(theirs.path, ".stepwright"), root, { recursive: true });
    const outside = path.join(clone.path, "outside");
    const [month = ""] = await readdir(path.join(root, "runs"));
    for (const place of ["keys/00", "artifacts/objects/00", `runs/${month}`, "artifacts/versions/mine", "steps/code/00", "damaged/runs"]) {
      await mkdir(path.dirname(path.join(root, place)), { recursive: true });
      const at = path.join(root, place);
      await rename(at, `${at}.kept`).catch(() => undefined);
      await symlink(outside, at);
      for (const words of [["runs"], ["run", "work.ts", "training"], ["trust"]])
        assert.equal(refusal(await clone.stepwright(...words, "--json")).code, "SW4005", words.join(" "));
      await rm(at);
      await rename(`${at}.kept`, at).catch(() => undefined);
    }
    // Places of single files, which a run adds to or replaces.
    const steps = (await readdir(path.join(root, "steps"))).filter((name) => name !== "code");
    assert.ok(steps.length > 0);
    for (const file of [...steps.map((step) => `steps/${step}/runs.jsonl`), "stepwright.db"]) {
      await rm(path.join(root, file), { force: true });
      await symlink(path.join(outside, "secret.txt"), path.join(root, file));
    }
    assert.equal((await clone.stepwright("run", "work.ts", "training", "--json")).status, 0);
    for (const words of [["db", "sync"], ["runs"], ["why", "last", "use"], ["prune", "--keep", "0"]]) await clone.stepwright(...words);
    assert.equal(await readFile(path.join(outside, "secret.txt"), "utf8"), "private");
    assert.equal((await clone.stepwright("run", "work.ts", "training", "--json")).status, 0);
    const [record = ""] = await recordFiles(root);
    const id = path.basename(record, ".json");
    await mkdir(path.join(root, "logs", id), { recursive: true });
    await symlink(path.join(outside, "secret.txt"), path.join(root, "logs", id, "secret.1.log"));
    assert.doesNotMatch((await clone.stepwright("logs", "last", "secret")).stdout, /private/);
    assert.deepEqual(await readdir(outside), ["secret.txt"]);
  });
});
