import assert from "node:assert/strict";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Ended } from "./support/command.ts";
import { refusal } from "./support/finished-run.ts";
import { placeOf, shownPlace } from "./support/places.ts";
import { runOf } from "./support/record.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const graphs = `import { outputs, pipeline, step, type Annotated } from "stepwright";
class Point { x = 1; }
const loop: { self?: unknown } = {};
loop.self = loop;
export const load = step((): any => ({ rows: 3 }));
export const two = step((): [Annotated<number, "a">, Annotated<number, "b">] => [1, 2]);
export const named = step(() => outputs({ model: 1, accuracy: 2 }));
export const nothing = step(() => {});
export const take = step(({ data, epochs = 10 }: { data: any; epochs?: number }) => 1);
export const add = step((a: any, b: any): any => a);

export const awaited = pipeline(() => { const data = load(); data.then((x: unknown) => x); });
export const loaded = pipeline(() => { void (async () => { await load(); })(); load().load; });
export const arithmetic = pipeline(() => { const n: any = load(); take({ data: n * 2 }); });
export const compared = pipeline(() => { const n: any = load(); if (n > 3) load(); });
export const property = pipeline(() => { const data: any = load(); take({ data: data.rows }); });
export const stringified = pipeline(() => { console.log(JSON.stringify(load())); });
export const spread = pipeline(() => { const data: any = load(); take({ data: { ...data } }); });
export const asText = pipeline(() => { console.log(\`text: \${load()}\`); console.log("log:", load()); console.log("part:", named().model); });
export const changed = pipeline(() => { (load() as any).size = 4; });
export const listTaken = pipeline(() => { const single: any = load(); const [first] = single; });
export const nameTaken = pipeline(() => { const single: any = load(); const { columns } = single; });
export const wrongName = pipeline(() => { const { acuracy } = named() as any; });
export const noOutput = pipeline(() => { add(nothing(), 1); });
export const aDate = pipeline(() => { take({ data: { when: [1, new Date(0)] } }); });
export const aFunction = pipeline(() => { take({ data: () => 1 }); });
export const aGap = pipeline(() => { take({ data: [1, undefined] }); });
export const aNan = pipeline(() => { take({ data: 1, epochs: Number.NaN }); });
export const aCycle = pipeline(() => { take({ data: loop }); });
export const anInstance = pipeline(() => { add(1, [[[[[[[[[[[[new Point()]]]]]]]]]]]]); });
export const aBigint = pipeline(() => { add(1, 10n); });
export const sameId = pipeline(() => { load.withOptions({ id: "first" })(); two.withOptions({ id: "first" /* again */ })(); });
export const cycle = pipeline(() => {
  load.withOptions({ id: "a", after: "b" })();
  load.withOptions({ id: "b", after: "a" /* back */ })();
});
export const unknownAfter = pipeline(() => { load(); two.withOptions({ after: "lode" })(); });
export const unknownInput = pipeline(() => { take({ data: 1, epoch: 2 } as any); });
export const missingInput = pipeline(() => { (take as any)({}); });
export const tooMany = pipeline(() => { (add as any)(1, 2, 3); });
export const unnamed = pipeline(() => { step(() => "unnamed")(); });
export const unknownOption = pipeline(() => { load.withOptions({ retries: 3 } as any)(); });
export const wrongOption = pipeline(() => { load.withOptions({ timeout: "5s" } as any)(); });
export const throws = pipeline(() => { throw new TypeError("no such thing"); });
export const throwsText = pipeline(() => { throw "plain text"; });
export const returnsNumber = pipeline(() => { load(); return 42; });
export const spins = pipeline(() => { load(); while (true) {} });
export const killed = pipeline(() => { process.kill(process.pid, "SIGKILL"); });
export const tuned = pipeline(({ learningRate = 0.1, name }: { learningRate?: number; name: string }) => { add(learningRate, name); });
export const unstorable = pipeline(() => { make(); load(); });
export const make = step((): any => ({ callback: () => 1 }));
`;

/** Pipeline, code, where it is said to be, and what is said. */
type Row = readonly [name: string, code: string, piece: string, says: RegExp];

const refusedGraphs: readonly Row[] = [
  ["awaited", "SW1001", "then((x", /<artifact load\.output> is awaited in a static pipeline.*dynamic: true/],
  ["arithmetic", "SW1001", "n * 2", /<artifact load\.output> is used in arithmetic or a comparison/],
  ["compared", "SW1001", "n > 3", /<artifact load\.output> is used in arithmetic or a comparison/],
  ["property", "SW1001", "rows });", /`\.rows` of <artifact load\.output> is read.*inside a step/],
  ["stringified", "SW1001", "stringify", /`\.toJSON` of <artifact load\.output> is read/],
  ["spread", "SW1001", "data } });", /The properties of <artifact load\.output> are listed or spread/],
  ["changed", "SW1001", "size = 4", /<artifact load\.output> is changed/],
  ["listTaken", "SW1009", "single; });\nexport const nameTaken", /`load` has one output, `output`, and cannot be taken apart.*outputs\(/],
  ["nameTaken", "SW1001", "columns }", /`\.columns` of <artifact load\.output> is read.*outputs\(/],
  ["wrongName", "SW1010", "acuracy", /`named` has no output `acuracy`. Did you mean `accuracy`\?/],
  ["noOutput", "SW1010", "add(nothing", /`add\.a` gets the result of `nothing`, which has no outputs/],
  ["aDate", "SW1006", "take({ data: { when", /`take\.data\.when\[1\]` is an object of class Date.*externalArtifact/],
  ["aFunction", "SW1006", "take({ data: () =>", /`take\.data` is a function/],
  ["aGap", "SW1006", "take({ data: [1, un", /`take\.data\[1\]` is undefined/],
  ["aNan", "SW1006", "take({ data: 1, epochs", /`take\.epochs` is NaN/],
  ["aCycle", "SW1006", "take({ data: loop", /`take\.data\.self` is a structure that contains itself/],
  ["anInstance", "SW1006", "add(1, [[", /`add\.b(\[0\]){12}` is an object of class Point/],
  ["aBigint", "SW1006", "add(1, 10n", /`add\.b` is a bigint/],
  ["sameId", "SW1002", ")(); });\nexport const cycle", /The invocation id `first` is used twice/],
  ["cycle", "SW1007", ")();\n});\nexport const unknownAfter", /These steps wait for each other: b → a → b.*`after`/],
  [
    "unknownAfter",
    "SW1008",
    ")(); });\nexport const unknownInput",
    /`two` is to run after `lode`, which is not in the pipeline. Did you mean `load`\?/,
  ],
  ["unknownInput", "SW1003", "take({ data: 1, epoch:", /`take` has no input `epoch`. Did you mean `epochs`\? Its inputs are: data, epochs/],
  ["missingInput", "SW1004", "take as any)({})", /The input `data` of `take` is missing. Pass it: take\(\{ data: … \}\)/],
  ["tooMany", "SW1005", "add as any)(1, 2, 3)", /`add` takes 2 arguments, and got 3. Its inputs are: a, b/],
  ["unnamed", "SW1018", ")(); });\nexport const unknownOption", /has no name. Give it one/],
  ["unknownOption", "SW1021", "withOptions({ retries", /`retries` is not an option of a call. Did you mean `retry`\?/],
  ["wrongOption", "SW1021", "withOptions({ timeout", /The option `timeout` of a call has a wrong value. Give it a number of seconds/],
  ["throws", "SW1024", "new TypeError", /The pipeline function threw TypeError: no such thing/],
  ["throwsText", "SW1024", "throwsText =", /The pipeline function threw 'plain text'/],
  ["spins", "SW1033", "spins =", /`spins` did not return in 1 seconds.*STEPWRIGHT_LOAD_TIMEOUT/],
  ["killed", "SW1033", "killed =", /The process of `killed` was killed by SIGKILL/],
  ["returnsNumber", "SW1025", "returnsNumber =", /The pipeline `returnsNumber` returns a number/],
];

/** Steps and pipelines that break a rule which is read from the source. */
const rules = `import { pipeline, step, type Annotated } from "stepwright";
export const good = step(() => 1);
export const rest = step((...numbers: number[]) => 1);
export const mixed = step((x: number): [number, number] => { const pair: [number, number] = [1, 2]; if (x > 1) return [1, 2]; return pair; });
export const open = step((x: number): [number, ...number[]] => [x, 2]);
export const twice = step((x: number): [Annotated<number, "a">, Annotated<number, "a">] => [x, 2]);
export const generator = step(function* () { yield 1; });
export const usesGood = pipeline(() => good());
export const usesRest = pipeline(() => rest(1));
export const usesMixed = pipeline(() => mixed(1));
export const usesOpen = pipeline(() => open(1));
export const usesTwice = pipeline(() => twice(1));
export const usesGenerator = pipeline(() => generator());
export const restPipeline = pipeline((...numbers: number[]) => good());
export const asynchronous = pipeline(async () => good());
`;
const refusedRules: readonly Row[] = [
  ["usesRest", "SW1011", "...numbers: number[]) => 1", /The rest parameter `\.\.\.numbers` has no fixed inputs. Take a list/],
  ["usesMixed", "SW1012", "pair; });\nexport const open", /`mixed` returns an array literal.* on one path and something else here/],
  ["usesOpen", "SW1013", "[x, 2]);\nexport const twice", /`open` .*tuple/],
  ["usesTwice", "SW1014", "[x, 2]);\nexport const generator", /`twice` .*`a`/],
  ["usesGenerator", "SW1030", "* () { yield", /`generator` is a generator function/],
  ["restPipeline", "SW1011", "...numbers: number[]) => good", /The rest parameter `\.\.\.numbers`/],
  ["asynchronous", "SW1016", "asynchronous =", /`asynchronous` is async.*dynamic: true/],
];

const head = 'import { pipeline, step } from "stepwright";\n';
const body = "export const one = step(() => 1);\nexport const all = pipeline(() => one());\n";
const loadedFiles = {
  "syntax.ts": `${head}export const all = pipeline(() => {\n  const x = /* here */;\n});\n`,
  "uses-broken.ts": `${head}import { help } from "./lib/broken.ts";\n${body}help;\n`,
  "lib/broken.ts": "export const help = 1;\nexport function broken( {\n  return 1;\n}\n",
  "no-package.ts": `${head}import knn from "ml-knn-of-nobody";\n${body}knn;\n`,
  "no-file.ts": `${head}import { help } from "./helpr.ts";\n${body}help;\n`,
  "no-export.ts": `${head}import { helpMe } from "./helper.ts";\n${body}console.log(helpMe);\n`,
  "helper.ts": "export const help = 1;\n",
  "no-package-export.ts": `${head}import { much } from "tiny";\n${body}console.log(much);\n`,
  "no-own-export.ts": `import { pipeline, step, task } from "stepwright";\n${body}console.log(task);\n`,
  "node_modules/tiny/package.json": '{ "name": "tiny", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
  "node_modules/tiny/index.js": "export const little = 1;\n",
  "throws.ts": `${head}import "./lib/thrower.ts";\n${body}`,
  "lib/thrower.ts": 'const table: Record<string, { size: number }> = {};\nexport const size = table["x"]!.size;\n',
  "throws-text.ts": `${head}throw "plain text";\n${body}`,
  "exits.ts": `${head}${body}process.exit(3);\n`,
  "exits-later.ts": `${head}${body}setTimeout(() => process.exit(4), 1);\nawait new Promise(() => {});\n`,
  "waits.ts": `${head}${body}await new Promise(() => {});\n`,
  "spins.ts": `${head}${body}while (true) {}\n`,
  "unguarded.ts": `${head}${body}await all();\n`,
  "unguarded-step.ts": `${head}${body}export const value = one();\n`,
  "in-function.ts": `${head}export const make = () => pipeline(() => step(() => 1)());\nmake();\n`,
  "option-name.ts": `${head}export const one = step({ retries: { maxRetries: 1 } } as any, () => 1);\n`,
  "option-value.ts": `${head}export const one = step({ runtime: "threads" } as any, () => 1);\n`,
  "option-text.ts": `${head}export const one = step("one" as any, () => 1);\n`,
  "pipeline-option.ts": `${head}export const all = pipeline({ maxConcurency: 2 } as any, () => {});\n`,
  "no-function.ts": `${head}export const all = pipeline({} as any, undefined as any);\n`,
  "empty.ts": "",
  "settings/tsconfig.json": '{ "compilerOptions": { oops ',
  "settings/all.ts": `${head}${body}`,
};
type LoadedFile = keyof typeof loadedFiles;

/** File, code, the file that is said to be wrong and the piece of it, and what is said. */
const refusedLoads: readonly (readonly [file: LoadedFile, code: string, at: readonly [LoadedFile, string] | undefined, says: RegExp])[] = [
  ["syntax.ts", "SW2001", ["syntax.ts", ";\n});"], /syntax\.ts does not parse: Expression expected/],
  ["uses-broken.ts", "SW2001", ["lib/broken.ts", "1;\n}\n"], /lib\/broken\.ts does not parse/],
  [
    "no-package.ts",
    "SW2006",
    ["no-package.ts", '"ml-knn-of-nobody"'],
    /Cannot find "ml-knn-of-nobody", imported by no-package\.ts. Install it: npm install/,
  ],
  ["no-file.ts", "SW2006", ["no-file.ts", '"./helpr.ts"'], /Cannot find "\.\/helpr\.ts".*Did you mean "\.\/helper\.ts"\?/],
  ["no-export.ts", "SW2006", ["no-export.ts", "helpMe }"], /"helper\.ts" has no export `helpMe`/],
  ["no-package-export.ts", "SW2006", ["no-package-export.ts", "much }"], /"tiny" has no export `much`/],
  ["no-own-export.ts", "SW2006", ["no-own-export.ts", "task }"], /"stepwright" has no export `task`/],
  [
    "throws.ts",
    "SW2007",
    ["lib/thrower.ts", "size;"],
    /While it was loaded, the module threw TypeError: Cannot read properties of undefined/,
  ],
  ["throws-text.ts", "SW2007", undefined, /the module threw 'plain text'/],
  ["exits.ts", "SW2009", ["exits.ts", "exit(3)"], /The process ended with exit code 3 while the module was loaded. .*import\.meta\.main/],
  ["exits-later.ts", "SW2009", ["exits-later.ts", "exit(4)"], /The process ended with exit code 4/],
  ["waits.ts", "SW2008", undefined, /waits\.ts did not finish loading in 1 seconds. .*STEPWRIGHT_LOAD_TIMEOUT/],
  ["spins.ts", "SW2008", undefined, /spins\.ts did not finish loading in 1 seconds/],
  ["unguarded.ts", "SW1017", ["unguarded.ts", "all();"], /The pipeline is called while its module is loaded.*if \(import\.meta\.main\)/],
  ["unguarded-step.ts", "SW1017", ["unguarded-step.ts", "one();\n"], /The step is called while its module is loaded/],
  ["in-function.ts", "SW2005", undefined, /in-function\.ts has no pipeline at its top level/],
  ["option-name.ts", "SW1021", ["option-name.ts", "step({ retries"], /`retries` is not an option of a step. Did you mean `retry`\?/],
  [
    "option-value.ts",
    "SW1021",
    ["option-value.ts", "step({ runtime"],
    /The option `runtime` of a step has a wrong value. Give it "isolated" or "inline"/,
  ],
  ["option-text.ts", "SW1021", ["option-text.ts", 'step("one"'], /The options of a step are not an object/],
  [
    "pipeline-option.ts",
    "SW1021",
    ["pipeline-option.ts", "pipeline({ max"],
    /`maxConcurency` is not an option of a pipeline. Did you mean `maxConcurrency`\?/,
  ],
  ["no-function.ts", "SW1021", ["no-function.ts", "pipeline({}"], /`pipeline` was called without a function/],
  ["empty.ts", "SW2005", undefined, /empty\.ts has no pipeline/],
  ["settings/all.ts", "SW2010", ["settings/tsconfig.json", ""], /settings\/tsconfig\.json cannot be read/],
];

describe("bad input", { concurrency: 3 }, () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "graphs.ts": graphs, "rules.ts": rules, ...loadedFiles }, { env: { STEPWRIGHT_LOAD_TIMEOUT: "1" } });
    // The types are read once, before several commands would do so at the same time.
    await Promise.all([here.stepwright("graph", "graphs.ts", "asText"), here.stepwright("graph", "rules.ts", "usesGood")]);
  });
  after(async () => {
    // Nothing was begun, so nothing was kept and nothing goes on.
    assert.deepEqual(processesIn(here.path), []);
    await here[Symbol.asyncDispose]();
  });

  for (const [name, code, piece, says] of refusedGraphs) {
    it(`refuses the pipeline ${name}: ${code}`, async () => {
      assertRefused(here, await here.stepwright("run", "graphs.ts", name, "--json"), code, placeOf("graphs.ts", graphs, piece), says);
    });
  }

  for (const [name, code, piece, says] of refusedRules) {
    it(`refuses ${name} by what the source says: ${code}`, async () => {
      assertRefused(here, await here.stepwright("run", "rules.ts", name, "--json"), code, placeOf("rules.ts", rules, piece), says);
    });
  }

  for (const [file, code, at, says] of refusedLoads) {
    it(`refuses to load ${file}: ${code}`, async () => {
      const place = at === undefined ? "nowhere" : at[1] === "" ? undefined : placeOf(at[0], loadedFiles[at[0]], at[1]);
      assertRefused(here, await here.stepwright("run", file, "--json"), code, place, says);
    });
  }

  const typed: readonly (readonly [words: readonly string[], code: string, says: RegExp])[] = [
    [["missing.ts"], "SW2002", /There is no file .*missing\.ts/],
    [["lib"], "SW2002", /lib is not a file/],
    [["rules.ts"], "SW2004", /rules\.ts has 8 pipelines: usesGood, .*Name the one to run, such as usesGood/],
    [["rules.ts", "usesGod"], "SW2003", /rules\.ts has no pipeline `usesGod`. Did you mean `usesGood`\?/],
    [["graphs.ts", "tuned", "--param", "learningRat=1"], "SW5001", /`tuned` has no parameter `learningRat`. Did you mean `learningRate`\?/],
    [
      ["graphs.ts", "tuned", "--param", "learningRate=much"],
      "SW5002",
      /The parameter `learningRate` of `tuned` .*learningRate: expected number, got string "much" Give it a value of type number/s,
    ],
    [["graphs.ts", "tuned", "--param", "learningRate"], "SW5003", /learningRate/],
    [["graphs.ts", "tuned", "--max-concurrency", "none"], "SW5003", /none/],
    [["graphs.ts", "tuned", "--mode", "sometimes"], "SW5003", /sometimes/],
  ];
  for (const [words, code, says] of typed) {
    it(`says what is wrong with \`run ${words.join(" ")}\`: ${code}`, async () => {
      assertRefused(here, await here.stepwright("run", ...words, "--json"), code, "nowhere", says, 2);
    });
  }

  it("names the parameter that is missing", async () => {
    assertRefused(here, await here.stepwright("run", "graphs.ts", "tuned", "--json"), "SW1004", "nowhere", /`name` of `tuned` is missing/);
  });

  it("prints handles as text, and shows a person the same that a program gets", async () => {
    const printed = await here.stepwright("graph", "graphs.ts", "asText");
    assert.equal(printed.status, 0, printed.stderr);
    const shown = await here.stepwright("run", "graphs.ts", "property");
    assert.equal(shown.status, 1);
    assert.equal(shown.stdout, "");
    assert.match(shown.stderr, /^error\[SW1001\] `\.rows` of <artifact load\.output> is read.*\n {2}at graphs\.ts:16:/);
    assertNoFrameOfOurs(shown);
  });

  it("says to a person what it waits for", async () => {
    await using folder = await workspace({ "waits.ts": loadedFiles["waits.ts"] }, { env: { STEPWRIGHT_LOAD_TIMEOUT: "7" } });
    const shown = await folder.stepwright("run", "waits.ts");
    assert.match(shown.stderr, /^Still loading waits\.ts and recording its graph\. Press Ctrl\+C to stop\.\nerror\[SW2008\]/);
  });

  it("shows what nobody caught without a frame of ours", async () => {
    const ended = await here.stepwright("graph", "graphs.ts", "loaded");
    assertNoFrameOfOurs(ended);
  });

  it("fails the step alone whose output cannot be stored", async () => {
    const elsewhere = await here.stepwright("run", "graphs.ts", "unstorable", "--no-cache", "--json");
    assert.equal(elsewhere.status, 1);
    const run = runOf(elsewhere);
    assert.equal(run.steps["load"]?.status, "completed");
    assert.equal(run.steps["make"]?.error?.code, "SW3006");
    assert.match(run.steps["make"].error.message, /callback/);
    assert.equal(shownPlace(here.path, run.steps["make"].error.at), placeOf("graphs.ts", graphs, "make(); load()"));
    assertNoFrameOfOurs(elsewhere);
  });
});

function assertRefused(here: Workspace, ended: Ended, code: string, place: string | undefined, says: RegExp, status?: number): void {
  const failure = refusal(ended);
  assert.equal(failure.code, code, failure.message);
  if (place !== undefined) assert.equal(shownPlace(here.path, failure.at), place, failure.message);
  assert.match(`${failure.message} ${failure.help}`, says);
  assert.equal(ended.status, status ?? (/^SW200[2-5]$/.test(code) ? 2 : 1));
  assert.equal(ended.json().length, 1, "one error, and nothing else");
  assertNoFrameOfOurs(ended);
}

function assertNoFrameOfOurs({ stdout, stderr }: Ended): void {
  for (const text of [stdout, stderr]) assert.doesNotMatch(text, /\/dist\/|src\/runner/);
}

/** Processes that work in the folder. Only Linux lists them as files. */
function processesIn(folder: string): string[] {
  if (!existsSync("/proc/self/cwd")) return [];
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && !path.relative(folder, readlinkSync(`/proc/${pid}/cwd`)).startsWith("..");
    } catch {
      return false;
    }
  });
}
