import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { median, type Measured } from "./rounds.ts";

/** One line of the result: medians, and their ratio. */
interface Line {
  readonly work: string;
  readonly against: string;
  readonly unit: "ms" | "MB";
  readonly baseline: number;
  readonly ours: number;
  readonly ratio: number;
  readonly must?: number;
  readonly aim?: number;
}

function lineOf({ row, baseline, ours }: Measured): Line {
  const { work, against, must, aim, unit = "ms" } = row;
  const medians = { baseline: median(baseline), ours: median(ours) };
  return {
    work,
    against,
    unit,
    ...medians,
    ratio: medians.ours / medians.baseline,
    ...(must === undefined ? {} : { must }),
    ...(aim === undefined ? {} : { aim }),
  };
}

/** The table as text: `!` marks a ratio above what it must be. */
export function tableOf(measured: readonly Measured[]): string {
  const header = ["work", "against", "baseline", "ours", "ratio", "must", "aim"];
  const rows = measured
    .map(lineOf)
    .map((line) => [
      line.work,
      line.against,
      `${line.baseline.toFixed(1)} ${line.unit}`,
      `${line.ours.toFixed(1)} ${line.unit}`,
      `${line.ratio.toFixed(2)}${line.must !== undefined && line.ratio > line.must ? " !" : ""}`,
      line.must?.toFixed(2) ?? "",
      line.aim?.toFixed(2) ?? "",
    ]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Writes `bench.json` with the facts of the machine, every sample included. Returns its absolute path. */
export function writeReport(measured: readonly Measured[], folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "bench.json");
  const machine = {
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${platform()} ${release()}`,
    node: process.version,
  };
  const rows = measured.map((row) => ({ ...lineOf(row), samples: { baseline: row.baseline, ours: row.ours } }));
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, undefined, 2)}\n`);
  return file;
}
