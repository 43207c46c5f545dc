import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { statusLines } from "./support/record.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

/** Names as people give them, and as file systems do not like them: each must be another one for the store. */
const names = [
  ...[
    "Model",
    "model",
    "MODEL",
    "con",
    "NUL",
    "com1.txt",
    "aux",
    "a/b",
    "a\\b",
    "..",
    ".",
    "a:b",
    "a*?",
    '"quoted"',
    "<a|b>",
    "trailing. ",
  ],
  ...[
    " leading",
    "é",
    "e\u0301",
    "Größe",
    "模型",
    "модель",
    "🙂",
    "%41",
    "$HOME",
    "-rf",
    "a@b",
    "-",
    "~",
    "#1",
    "😀".repeat(200),
    "x".repeat(200),
  ],
];

const pipelines = `import { pipeline, saveArtifact, step } from "stepwright";
const names: string[] = ${JSON.stringify(names)};
export const save = step({ cache: "never" }, async (worker: number) => {
  const versions: string[] = [];
  for (let round = 0; round < 3; round += 1) versions.push((await saveArtifact({ worker, round }, "notes")).version);
  return versions;
});
export const saving = pipeline(() => [1, 2, 3, 4, 5].map((worker) => save(worker)));
export const saveAll = step({ cache: "never" }, async () => {
  for (const name of names) {
    await saveArtifact("as " + name, name);
    await saveArtifact("named " + name, "named", { version: name });
  }
});
export const print = step({ cache: "never" }, (text: string) => { console.log("printed", text); });
export const naming = pipeline(() => {
  saveAll();
  for (const id of names.filter((name) => !name.includes("\\\\"))) print.withOptions({ id })(id);
});
`;

/** Runs of several processes at once, of which all want the same name. */
async function together(here: Workspace): Promise<void> {
  const same = await Promise.all([1, 2, 3, 4].map(() => here.stepwright("run", "claims.ts", "saving", "--run-name", "nightly", "--json")));
  const ended = same.filter(({ status }) => status === 0);
  assert.equal(ended.length, 1, same.map(({ stdout, stderr }) => stdout.slice(-500) + stderr).join("\n"));
  for (const late of same.filter(({ status }) => status !== 0)) assert.equal(refusal(late).code, "SW1027");

  const different = await Promise.all([1, 2, 3].map(() => here.stepwright("run", "claims.ts", "saving", "--json")));
  const runs = [...ended, ...different].map(finishedRun);
  assert.deepEqual(new Set(runs.map(({ name }) => name)).size, 4, "generated names are told apart");
  const shown = await Promise.all([1, 60, 61].map((version) => here.stepwright("artifact", "show", `notes@${version}`, "--json")));
  assert.deepEqual(
    shown.map(({ status }) => status),
    [0, 0, 1],
    "4 runs with 5 steps that save 3 times",
  );
  const values = runs.flatMap(({ steps }) => Object.values(steps).flatMap(({ outputs }) => Object.values(outputs)));
  assert.equal(values.length, 20);
  const checked = await here.stepwright("db", "check");
  assert.equal(checked.status, 0, checked.stdout);
}

describe("claims of several processes", () => {
  it("give 1…n, and a given name once", async () => {
    await using here = await workspace({ "claims.ts": pipelines });
    await together(here);
  });

  it("do so on a file system without hard links", async () => {
    const withoutLinks = pathToFileURL(path.join(import.meta.dirname, "../unit/store/without-links.ts")).href;
    await using here = await workspace({ "claims.ts": pipelines }, { env: { NODE_OPTIONS: `--import=${withoutLinks}` } });
    await together(here);
    const marks = await readdir(path.join(here.path, ".stepwright", "names"));
    assert.ok(marks.includes(marks.find((name) => name.endsWith(".json.claim")) ?? "none"), "it was without hard links");
  });
});

it("names of artifacts, versions, runs and invocations hold every character", async () => {
  await using here = await workspace({ "claims.ts": pipelines });
  const run = finishedRun(await here.stepwright("run", "claims.ts", "naming", "--json"));
  assert.deepEqual(
    statusLines(run).filter((line) => !line.endsWith(" completed")),
    [],
  );
  for (const name of names) {
    const [shown] = (await here.stepwright("artifact", "show", "--json", "--", name)).json();
    assert.deepEqual((shown as { value?: string }).value, `as ${name}`);
  }
  for (const name of ["Model", "con", "😀".repeat(200), "e\u0301", "a/b"]) {
    const [shown] = (await here.stepwright("artifact", "show", `named@${name}`, "--json")).json();
    assert.deepEqual((shown as { value?: string }).value, `named ${name}`);
  }
  for (const name of ["con", "CON", "a/b", "😀".repeat(200)]) {
    const named = finishedRun(await here.stepwright("run", "claims.ts", "saving", "--run-name", name, "--json"));
    assert.equal(named.name, name);
    const again = await here.stepwright("run", "claims.ts", "saving", "--run-name", name, "--json");
    assert.equal(refusal(again).code, "SW1027");
    assert.equal(((await here.stepwright("run", "show", "--json", "--", name)).json()[0] as { id: string }).id, named.id);
  }
  const logs = Object.entries(run.steps).flatMap(([id, { attempts }]) => attempts.map(({ log }) => ({ id, log })));
  for (const { id, log } of logs.filter((each) => each.id !== "saveAll"))
    assert.equal(await readFile(path.join(here.path, ".stepwright", log), "utf8"), `printed ${id}\n`);
  const folded = logs.map(({ log }) => log.toLowerCase());
  assert.equal(new Set(folded).size, folded.length, "logs are told apart where the file system ignores case");
  assert.equal((await here.stepwright("db", "check")).status, 0);
});
