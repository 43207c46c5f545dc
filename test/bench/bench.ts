import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { b1, chain, fan } from "./baselines.mjs";
import { ManyFiles } from "./discovery.ts";
import { ManyKeys } from "./keys.ts";
import { LargeArray, megabytes } from "./large-array.ts";
import { largeData } from "./large-data.ts";
import { LongHistory } from "./long-history.ts";
import { processTime } from "./processes.ts";
import { tableOf, writeReport } from "./report.ts";
import { measure, type Row } from "./rounds.ts";
import { openWork } from "./warm.ts";
import { newRound, writePlainProgram, writeWorkspace } from "./workloads.ts";

/**
 * `npm run bench [ROUNDS]`: how long we take, as ratios against baselines measured in the same rounds. Medians of 5 rounds, unless it
 * is told otherwise. It prints a table and writes `test-output/bench.json`. It is not a test: no figure makes it fail.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = join(root, "dist", "cli.js");
const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), "stepwright-bench-"));
// What the benchmark prepares must not mix with what the person who runs it has.
process.env.STEPWRIGHT_CACHE_DIR = join(folder, "cache");

/** Two cores share eight pieces of 200 ms. */
const idealCpu = (8 / 2) * 200;

try {
  const workspace = join(folder, "warm");
  const file = writeWorkspace(workspace);
  const open = (name: string, parameters: Record<string, number>) => openWork(file, workspace, name, parameters);
  const chain100 = await open("chain", { count: 100 });
  const chain1000 = await open("chain", { count: 1000 });
  const fan100 = await open("fan", { width: 100 });
  const cpu8 = await open("cpu", { count: 8, ms: 200 });

  const coldWorkspace = join(folder, "process");
  const plain = writePlainProgram(coldWorkspace, 3);
  const command = [cli, "run", writeWorkspace(coldWorkspace), "chain", "--param", "count=3", "--workspace", coldWorkspace];
  const forget = (...parts: string[]) => rmSync(join(folder, ...parts), { recursive: true, force: true });

  const rowsOfData = largeData();
  const many = new ManyFiles(join(folder, "many"), 10_000);
  const large = await LargeArray.open(join(folder, "large"));
  console.error("making a history of 100,000 step runs");
  const history = await LongHistory.open(join(folder, "history"), 1000);

  const keys = new ManyKeys(join(folder, "keys"), 200);
  const ask = (...words: string[]) => processTime([cli, ...words, "--workspace", join(folder, "keys")]);
  // What is asked about: a run of 200 steps, and another one in which one of them has changed.
  await ask("run", keys.file);
  keys.editHelper();
  await ask("run", keys.file);

  const rows: Row[] = [
    { work: "chain of 100", against: "B1", must: 1.2, aim: 0.8, baseline: () => b1(chain(100)), ours: () => chain100.run("completed") },
    { work: "chain of 1,000", against: "B1", must: 1.2, aim: 0.8, baseline: () => b1(chain(1000)), ours: () => chain1000.run("completed") },
    { work: "1 → 100 → 1", against: "B1", must: 1, aim: 0.6, baseline: () => b1(fan(100)), ours: () => fan100.run("completed") },
    {
      work: "8 × 200 ms CPU → 1",
      against: "ideal",
      must: 1.08,
      baseline: () => Promise.resolve(idealCpu),
      ours: () => cpu8.run("completed"),
    },
    {
      work: "chain of 100, all cached",
      against: "B1",
      must: 0.3,
      baseline: () => b1(chain(100)),
      ours: async () => {
        await chain100.run("completed");
        return chain100.run("cached");
      },
    },
    {
      work: "process, three steps",
      against: "B1 as a file",
      must: 2,
      baseline: () => processTime([plain]),
      ours: () => {
        newRound(coldWorkspace);
        return processTime(command);
      },
    },
    { work: "keys of 200 steps, cold", against: "400 ms", must: 1, baseline: () => Promise.resolve(400), ours: () => keys.cold() },
    { work: "the same, unchanged", against: "60 ms", must: 1, baseline: () => Promise.resolve(60), ours: () => keys.unchanged() },
    {
      work: "why, of 200 steps",
      against: "150 ms",
      must: 1,
      baseline: () => Promise.resolve(150),
      ours: () => ask("why", "last", "step7"),
    },
    {
      work: "graph --plan, 200 steps",
      against: "1 s",
      must: 0.6,
      baseline: () => Promise.resolve(1000),
      ours: () => ask("graph", keys.file, "--plan"),
    },
    { work: "discovery, 10,000 files", against: "reading them", must: 1.5, baseline: () => many.read(), ours: () => many.open() },
    { work: "discovery, one edit", against: "50 ms", must: 1, baseline: () => Promise.resolve(50), ours: () => many.edit() },
    {
      work: "process, the very first time",
      against: "B1 as a file",
      must: 18,
      baseline: () => processTime([plain]),
      ours: () => {
        forget("process", ".stepwright");
        forget("first");
        return processTime(command, { STEPWRIGHT_CACHE_DIR: join(folder, "first") });
      },
    },
    {
      work: "100 MB from step to step",
      against: "write, flush, read",
      must: 1,
      baseline: () => large.raw(),
      ours: () => large.run(),
    },
    {
      work: "memory of both workers then",
      against: "the data",
      unit: "MB",
      must: 4,
      baseline: () => Promise.resolve(megabytes),
      ours: () => LargeArray.peak(join(folder, "large")),
    },
    {
      work: "chain after 100,000 step runs",
      against: "in an empty store",
      must: 1.2,
      baseline: () => history.run("empty"),
      ours: () => history.run("long"),
    },
    {
      work: "memory of its process",
      against: "in an empty store",
      unit: "MB",
      must: 1.2,
      baseline: () => history.memory(cli, "empty"),
      ours: () => history.memory(cli, "long"),
    },
    {
      work: "check of 1,000,000 rows",
      against: "JSON.stringify",
      baseline: () => rowsOfData.write(),
      ours: () => rowsOfData.check(false),
    },
    {
      work: "the same, sampled",
      against: "JSON.stringify",
      baseline: () => rowsOfData.write(),
      ours: () => rowsOfData.check(true),
    },
  ];

  const measured = await measure(rows, rounds, (round) => console.error(`round ${String(round)} of ${String(rounds)}`));
  await Promise.all([chain100, chain1000, fan100, cpu8, large, history].map((work) => work.close()));
  console.log(tableOf(measured));
  console.log(`\nWritten to ${writeReport(measured, join(root, "test-output"))}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
