import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, it } from "node:test";
import { runRequest } from "../../../src/runner/cli/commands/run.ts";
import { createProgram } from "../../../src/runner/cli/program.ts";
import { statusOfFailure, statusOfRun } from "../../../src/runner/cli/exit.ts";
import type { SharedFlags } from "../../../src/runner/cli/options.ts";
import { ownVersion } from "../../../src/runner/execute/own-version.ts";
import type { FailureCode } from "../../../src/runner/model/failure.ts";
import { call } from "./support/call.ts";

const here = tmpdir();

describe("words that are wrong", () => {
  const mistakes: readonly (readonly [words: string, message: string, help: string])[] = [
    ["rnu", "Unknown command `rnu`.", "Did you mean `run`? `stepwright --help` shows what there is."],
    ["runs --jsn", "Unknown option `--jsn`.", "Did you mean `--json`? `stepwright runs --help` shows what there is."],
    ["run a.ts --no-cach", "Unknown option `--no-cach`.", "Did you mean `--no-cache`? `stepwright run --help` shows what there is."],
    ["run", "Missing required argument `file`.", "`stepwright run --help` shows what there is."],
    ["run show", "Missing required argument `run`.", "`stepwright run show --help` shows what there is."],
    ["runs x", "Too many arguments for `runs`. Expected 0 arguments but got 1.", "`stepwright runs --help` shows what there is."],
    [
      "run a.ts --param epochs",
      "Option `--param <name=value>` argument `epochs` is invalid. It has the form name=value.",
      "`stepwright run --help` shows what there is.",
    ],
    [
      "run a.ts --max-concurrency 0",
      "Option `--max-concurrency <n>` argument `0` is invalid. It is a whole number from 1.",
      "`stepwright run --help` shows what there is.",
    ],
    [
      "run a.ts --mode fast",
      "Option `--mode <mode>` argument `fast` is invalid. Allowed choices are continueOnFailure, stopOnFailure, failFast.",
      "`stepwright run --help` shows what there is.",
    ],
    ["run a.ts --param", "Option `--param <name=value>` argument missing.", "`stepwright run --help` shows what there is."],
  ];
  for (const [words, message, help] of mistakes) {
    it(`are answered in one way: ${words}`, async () => {
      const called = await call(here, ...words.split(" "));
      assert.deepEqual(called, { ...called, status: 2, stdout: "", stderr: `error[SW5003] ${message}\n  help: ${help}\n` });
    });

    it(`are JSON for a program: ${words}`, async () => {
      const called = await call(here, "--json", ...words.split(" "));
      assert.deepEqual(called.json(), [{ error: { code: "SW5003", message, help } }]);
      assert.equal(called.status, 2);
      assert.equal(called.stderr, "");
    });
  }

  it("name a workspace that is no folder", async () => {
    const called = await call(here, "runs", "--workspace", "no-such-folder-here");
    assert.equal(called.status, 2);
    assert.match(called.stderr, /^error\[SW5003\] There is no folder `.*no-such-folder-here`\./u);
  });
});

describe("help", () => {
  it("is the answer to half a command", async () => {
    for (const words of [[], ["artifact"], ["db"]]) {
      const called = await call(here, ...words);
      assert.equal(called.status, 2);
      assert.equal(called.stdout, "");
      assert.match(called.stderr, /^Usage: stepwright/u);
      const json = await call(here, ...words, "--json");
      const message = `\`${["stepwright", ...words].join(" ")}\` needs the name of a command.`;
      assert.equal((json.json()[0] as { error: { message: string } }).error.message, message);
    }
  });

  it("is there for every command, with an example and the shared flags", async () => {
    for (const words of ["", "run", "run show", "list", "graph", "runs", "logs", "artifacts", "artifact show", "db sync"]) {
      const called = await call(here, ...words.split(" ").filter(Boolean), "--help");
      assert.equal(called.status, 0);
      assert.equal(called.stderr, "");
      assert.match(called.stdout, new RegExp(`^Usage: stepwright ${words}`, "u"));
      assert.match(called.stdout, /--json/u);
      assert.match(called.stdout, /Examples:\n {2}\$ stepwright /u);
    }
  });

  it("says the version", async () => {
    assert.deepEqual(
      { ...(await call(here, "--version")), json: undefined },
      { status: 0, stdout: `${ownVersion()}\n`, stderr: "", json: undefined },
    );
  });
});

/** What `run` is asked, without running anything. */
async function parseRun(...words: string[]) {
  const program = createProgram(() => Promise.resolve());
  await program.parseAsync(words, { from: "user" });
  const run = program.commands.find((command) => command.name() === "run");
  assert.ok(run);
  const [file = "", pipeline] = run.args;
  return { shared: program.opts<SharedFlags>(), request: runRequest("/w/src", "/w", file, pipeline, run.opts()) };
}

describe("the words of run", () => {
  it("leave to the definition what they do not say", async () => {
    const { request, shared } = await parseRun("run", "train.ts");
    assert.deepEqual(request, { file: "/w/src/train.ts", workspace: "/w", overrides: {} });
    assert.deepEqual(shared, { color: true });
  });

  it("become a request", async () => {
    const flags = ["--param", "a=1", "--param", "b=x=y", "--param", "a=2", "--param", "c=", "--no-cache", "--mode", "failFast"];
    const { request } = await parseRun(
      "run",
      "/abs/train.ts",
      "training",
      ...flags,
      "--max-concurrency",
      "3",
      "--run-name",
      "nightly-{date}",
    );
    assert.deepEqual(request, {
      file: "/abs/train.ts",
      workspace: "/w",
      target: { name: "training" },
      textParameters: { a: "2", b: "x=y", c: "" },
      overrides: { enableCache: false, executionMode: "failFast", maxConcurrency: 3, runName: "nightly-{date}" },
    });
  });

  it("may have the shared flags anywhere", async () => {
    for (const words of [
      ["--json", "--no-color", "run", "a.ts"],
      ["run", "--json", "a.ts", "--no-color"],
      ["run", "a.ts", "--no-color", "--json"],
    ]) {
      assert.deepEqual((await parseRun(...words)).shared, { color: false, json: true });
    }
  });

  it("reach a file called show by its path", async () => {
    assert.equal((await parseRun("run", "./show")).request.file, "/w/src/show");
  });
});

describe("the exit status", () => {
  it("is 2 for what was typed and 1 for what went wrong", () => {
    const status = (code: FailureCode) => statusOfFailure({ code, message: "", help: "" });
    const wrongUse = ["SW2002", "SW2003", "SW2004", "SW2005", "SW5001", "SW5002", "SW5003", "SW5004"] as const;
    const failed = ["SW1003", "SW2001", "SW2006", "SW3001", "SW4003", "SW4004", "SW9001"] as const;
    assert.deepEqual(new Set(wrongUse.map(status)), new Set([2]));
    assert.deepEqual(new Set(failed.map(status)), new Set([1]));
  });

  it("follows the run", () => {
    assert.equal(statusOfRun({ status: "completed" }), 0);
    assert.equal(statusOfRun({ status: "failed" }), 1);
    assert.equal(statusOfRun({ status: "cancelled" }), 130);
  });
});
