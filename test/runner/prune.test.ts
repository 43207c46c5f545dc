import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { statusLines } from "./support/record.ts";
import { contentFiles } from "./support/store-files.ts";

const pipelines = `import { client, pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
export const make = step((n: number) => "value " + n);
export const wait = step({ cache: "never" }, (value: any) => puppet("wait"));
export const making = pipeline(({ n }: { n: number }) => make(n));
export const waiting = pipeline(({ n }: { n: number }) => { wait(make(n)); });
export const reading = pipeline(() => make.withOptions({ id: "again" })(client.getArtifactVersion("making::make::output", "1")));
`;

describe("deleting", () => {
  const work = puppetWorkspace(pipelines);
  const command = (...words: string[]) => work.folder.stepwright(...words);
  const make = async (n: number) => finishedRun(await command("run", "pipelines.ts", "making", "--param", `n=${n}`, "--json"));
  const values = async (): Promise<number> =>
    (await contentFiles(`${work.folder.path}/.stepwright`, (text) => text.includes("value"))).length;

  it("says what it would delete, deletes that, and gives no number again", async () => {
    const first = await make(1);
    const second = await make(2);
    const would = await command("prune", "--keep", "1", "--dry-run");
    assert.equal(would.stdout, `run ${first.name}\nversion making::make::output@1\nWould delete 1 run, 1 version, 1 content (7 B).\n`);
    assert.equal(await values(), 2);
    const done = await command("prune", "--keep", "1", "--json");
    assert.deepEqual(done.json(), [
      { runs: [{ id: first.id, name: first.name }], versions: ["making::make::output@1"], contents: 1, bytes: 7, code: 0, dryRun: false },
    ]);
    assert.equal(await values(), 1);
    assert.deepEqual(
      ((await command("runs", "--json")).json()[0] as { id: string }[]).map(({ id }) => id),
      [second.id],
    );
    assert.equal(refusal(await command("run", "show", first.id, "--json")).code, "SW4004");
    const again = await make(1);
    assert.deepEqual(statusLines(again), ["make completed"], "what is deleted answers for no step");
    assert.equal(again.outputs["output"]?.version, "3");
    assert.equal((await command("db", "check")).status, 0);
  });

  it("of one version and one run is said by their names, and of nothing that is needed", async () => {
    const { outputs, id } = await make(3);
    const { artifact, version } = outputs["output"] ?? assert.fail("no output");
    assert.equal(refusal(await command("artifact", "delete", artifact, "--json")).code, "SW5003");
    assert.deepEqual((await command("artifact", "delete", `${artifact}@${version}`, "--json")).json(), [
      { runs: [], versions: [`${artifact}@${version}`], contents: 1, bytes: 7, code: 0 },
    ]);
    assert.match(refusal(await command("artifact", "show", `${artifact}@${version}`, "--json")).message, /was deleted/);
    assert.equal(refusal(await command("run", "pipelines.ts", "reading", "--json")).code, "SW4003");
    assert.equal((await command("run", "delete", id)).status, 0);
    assert.equal(refusal(await command("run", "delete", id, "--json")).code, "SW4004");
    for (const words of [["prune"], ["prune", "--older-than", "soon"], ["prune", "--max-size", "5"], ["prune", "--keep", "-1"]])
      assert.equal(refusal(await command(...words, "--json")).code, "SW5003", words.join(" "));
  });

  it("leaves a run alone that goes on: it ends well, and so does what it took from the cache", async () => {
    await make(7);
    const running = work.folder.start("run", "pipelines.ts", "waiting", "--param", "n=7", "--json");
    const step = await work.puppets.next("wait");
    const pruned = (await command("prune", "--keep", "0", "--json")).json()[0] as { waitsFor?: string; versions: string[] };
    assert.match(pruned.waitsFor ?? "", /^waiting-/);
    const used = (await command("run", "show", "last", "--json")).json()[0] as { id: string };
    assert.equal(refusal(await command("run", "delete", used.id, "--json")).code, "SW4009");
    await step.tell({ do: "return", value: 1 });
    const ended = await running.ended;
    assert.equal(ended.status, 0, ended.stdout);
    assert.deepEqual(statusLines(finishedRun(ended)), ["make cached", "wait completed"]);
    assert.equal((await command("db", "check", "--json")).status, 0);
  });
});
