import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ulid } from "ulid";
import { findVersion } from "../../../src/runner/cli/commands/artifact-show.ts";
import type { ArtifactVersion } from "../../../src/runner/model/artifact.ts";
import type { RunRecord } from "../../../src/runner/model/record.ts";
import { err, ok, type Result } from "../../../src/runner/model/result.ts";
import { logPath } from "../../../src/runner/store/logs.ts";
import { objectPath, writeObject } from "../../../src/runner/store/objects.ts";
import { writeRecord } from "../../../src/runner/store/records.ts";
import { claimRunName } from "../../../src/runner/store/run-names.ts";
import "../user-folder.ts";
import { createStore, type Store } from "../../../src/runner/store/store.ts";
import { claimVersion } from "../../../src/runner/store/versions.ts";
import { call } from "./support/call.ts";
import { attempt, output, runRecord, stepRecord, time } from "./support/records.ts";
import { boom, runName, scalar, spec, start, version } from "./support/story.ts";

function value<T>(result: Result<T>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

const temporary = (): string => mkdtempSync(join(tmpdir(), "stepwright-reading-"));

describe("a workspace where nothing was run", () => {
  let workspace = "";
  before(() => {
    workspace = temporary();
    writeFileSync(join(workspace, "package.json"), "{}");
  });
  after(() => {
    rmSync(workspace, { recursive: true });
  });

  it("has empty lists", async () => {
    for (const words of [["runs"], ["artifacts"]]) {
      assert.deepEqual((await call(workspace, ...words, "--json")).json(), [[]]);
      const people = await call(workspace, ...words);
      assert.equal(people.stdout, "");
      assert.match(people.stderr, /^No (runs|artifacts)\. `stepwright run FILE` makes/u);
    }
  });

  it("has nothing to show, and says so", async () => {
    for (const [words, code] of [
      [["run", "show", "last"], "SW4004"],
      [["logs", "last"], "SW4004"],
      [["artifact", "show", "accuracy"], "SW4003"],
      [["db", "sync"], "SW4004"],
    ] as const) {
      const called = await call(workspace, ...words);
      assert.equal(called.status, 1);
      assert.match(called.stderr, new RegExp(`^error\\[${code}\\] `, "u"));
    }
  });
});

describe("reading back", () => {
  let workspace = "";
  let store: Store = { root: "", workspace: "" };
  let older: RunRecord = runRecord();
  let run: RunRecord = runRecord();
  let accuracy: ArtifactVersion = version("accuracy", scalar("0.96"));

  before(() => {
    workspace = temporary();
    store = value(createStore(workspace));
    const content = value(writeObject(store, "0.96", "json"));
    const id = ulid(start);
    accuracy = value(
      claimVersion(store, { ...version("accuracy", scalar("0.96")), content, producer: { run: id, step: "train", output: "accuracy" } }),
    );
    older = runRecord({
      id: ulid(start - 60_000),
      name: "older",
      status: "failed",
      startedAt: time(-60_000),
      endedAt: time(-59_000),
      error: boom,
    });
    run = runRecord({
      id,
      steps: {
        train: stepRecord({
          step: "train",
          attempts: [attempt(1, { status: "failed", error: boom }), attempt(2)],
          outputs: { accuracy: output("accuracy", scalar("0.96"), { version: accuracy.version, hash: content.hash }) },
        }),
        quiet: stepRecord({ step: "quiet" }),
      },
      outputs: { accuracy: { artifact: "accuracy", version: accuracy.version } },
      spec: spec([]),
    });
    for (const record of [older, run]) {
      value(writeRecord(store, record));
      value(claimRunName(store, record.name, record.id, { generated: true }));
    }
    for (const number of [1, 2]) {
      const log = logPath(store, run.id, "train", number);
      mkdirSync(dirname(log), { recursive: true });
      writeFileSync(log, `try ${number}\n`);
    }
  });
  after(() => {
    rmSync(workspace, { recursive: true });
  });

  it("lists runs, newest first, and narrowed", async () => {
    const names = async (...words: string[]) =>
      ((await call(workspace, "runs", "--json", ...words)).json()[0] as { name: string }[]).map(({ name }) => name);
    assert.deepEqual(await names(), [runName, "older"]);
    assert.deepEqual(await names("--limit", "1"), [runName]);
    assert.deepEqual(await names("--status", "failed"), ["older"]);
    assert.deepEqual(await names("--pipeline", "none"), []);
    assert.match((await call(workspace, "runs")).stdout, new RegExp(`^status .*\n✓ completed  trainingPipeline  ${runName} `, "u"));
  });

  it("prints a run by id, name, beginning or last exactly as it is recorded", async () => {
    for (const reference of [run.id, run.name, "trainingPipeline-2026", "last"]) {
      assert.deepEqual((await call(workspace, "run", "show", reference, "--json")).json(), [JSON.parse(JSON.stringify(run))], reference);
    }
    assert.match((await call(workspace, "run", "show", "last")).stdout, /^✓ trainingPipeline completed in 1\.2 s\n/u);
  });

  it("names a run that is not there", async () => {
    const called = await call(workspace, "run", "show", "nightly", "--json");
    assert.equal(called.status, 1);
    assert.equal((called.json()[0] as { error: { code: string } }).error.code, "SW4004");
  });

  it("prints logs as they are, with titles where there are several", async () => {
    assert.equal((await call(workspace, "logs", "last")).stdout, "==> train, attempt 1 <==\ntry 1\n==> train, attempt 2 <==\ntry 2\n");
    assert.equal((await call(workspace, "logs", "last", "train", "--attempt", "2")).stdout, "try 2\n");
    assert.deepEqual((await call(workspace, "logs", "last", "train", "--attempt", "1", "--json")).json(), [
      [{ step: "train", attempt: 1, text: "try 1\n" }],
    ]);
    const quiet = await call(workspace, "logs", "last", "quiet");
    assert.deepEqual([quiet.status, quiet.stdout, quiet.stderr], [0, "", "Nothing was printed.\n"]);
  });

  it("names steps and attempts that are not there", async () => {
    const step = await call(workspace, "logs", "last", "trian");
    assert.equal(step.status, 1);
    assert.equal(
      step.stderr,
      `error[SW4007] Run \`${runName}\` has no step \`trian\`. Did you mean \`train\`?\n  help: Its steps are: train, quiet.\n`,
    );
    const tried = await call(workspace, "logs", "last", "train", "--attempt", "3");
    assert.equal(tried.status, 2);
    assert.match(tried.stderr, /^error\[SW5003\] Step `train` had no attempt 3\.\n/u);
  });

  it("lists artifacts", async () => {
    const [artifacts] = (await call(workspace, "artifacts", "--json")).json() as [{ name: string; latest: string }[]];
    assert.deepEqual(
      artifacts.map(({ name, latest }) => [name, latest]),
      [["accuracy", "1"]],
    );
    assert.match((await call(workspace, "artifacts")).stdout, /^artifact .*\naccuracy {2}1 /u);
  });

  it("shows an artifact with its files and its value", async () => {
    const files = [`.stepwright/artifacts/objects/${accuracy.content.hash.slice(0, 2)}/${accuracy.content.hash}.json`];
    for (const reference of ["accuracy", "accuracy@1"]) {
      const [shown] = (await call(workspace, "artifact", "show", reference, "--json")).json();
      assert.deepEqual(shown, {
        name: "accuracy",
        version: "1",
        type: "number",
        materializer: "json",
        preview: { kind: "scalar", text: "0.96" },
        metadata: {},
        producer: { run: run.id, step: "train", output: "accuracy" },
        tags: [],
        createdAt: accuracy.createdAt,
        bytes: 4,
        hash: accuracy.content.hash,
        files,
        value: 0.96,
      });
    }
    assert.match((await call(workspace, "artifact", "show", "accuracy")).stdout, /^accuracy@1\n/u);
  });

  it("shows what it knows of an artifact whose content is damaged", async () => {
    const damaged = value(claimVersion(store, { ...version("damaged", scalar("1")), content: value(writeObject(store, "1234", "json")) }));
    writeFileSync(objectPath(store, damaged.content), "1235");
    const called = await call(workspace, "artifact", "show", "damaged", "--json");
    assert.equal(called.status, 0);
    const [shown] = called.json() as [object];
    assert.equal("value" in shown, false);
    assert.match(called.stderr, /^error\[SW4005\] /u);
  });

  it("makes the database for other tools", async () => {
    const called = await call(workspace, "db", "sync", "--json");
    assert.equal(called.status, 0, called.stderr);
    assert.equal((called.json()[0] as { outcome: string }).outcome, "folded");
    assert.match((await call(workspace, "db", "sync")).stdout, /^The database is up to date/u);
  });
});

describe("NAME@VERSION", () => {
  const missing = (name: string, wanted: string | undefined) =>
    err({ code: "SW4003" as const, message: `no ${name} ${wanted ?? "latest"}`, help: "" });
  const reader = (...known: string[]) => ({
    getArtifact: (name: string, wanted?: string): Result<ArtifactVersion> =>
      known.includes(wanted === undefined ? name : `${name}|${wanted}`)
        ? ok(version(name, scalar("1"), { version: wanted ?? "latest" }))
        : missing(name, wanted),
  });
  const found = (reference: string, ...known: string[]): string => {
    const result = findVersion(reader(...known), reference);
    return result.ok ? `${result.value.artifact} ${result.value.version}` : result.error.message;
  };

  it("is split at the last @", () => {
    assert.equal(found("a@2", "a|2"), "a 2");
    assert.equal(found("a@b@2", "a@b|2"), "a@b 2");
    assert.equal(found("a", "a"), "a latest");
  });

  it("may be a name with an @ in it", () => {
    assert.equal(found("user@host", "user@host"), "user@host latest");
    assert.equal(found("@scope", "@scope"), "@scope latest");
    assert.equal(found("a@", "a@"), "a@ latest");
  });

  it("says of what is not there what was asked", () => {
    assert.equal(found("a@2"), "no a 2");
    assert.equal(found("a"), "no a latest");
  });
});
