import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, sep } from "node:path";
import { run } from "node:test";
import { finished } from "node:stream/promises";
import { inspect } from "node:util";
import { root } from "./checks.ts";

/** How the tests of all layers went. A cancelled test has failed. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly skipReasons: ReadonlySet<string>;
  /** Absolute paths of the files with a test that failed. */
  readonly failedFiles: readonly string[];
}

/** A test that hangs fails after this long, and its process is ended. */
const timeout = 480_000;

/**
 * Runs `test/<layer>/**\/*.test.ts` of each layer with Node's test runner, one process a file. It prints what failed, whole, a line
 * for each layer, and the closing lines of Node's runner (`# tests 12` …).
 */
export function runLayers(layers: readonly string[], concurrency = availableParallelism()): Promise<Outcome> {
  const files = layers.flatMap((layer) => globSync(`test/${layer}/**/*.test.ts`, { cwd: root }).sort()).map((file) => join(root, file));
  return runFiles(layers, files, concurrency);
}

/** What several calls of {@link runLayers} came to together. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    skipReasons: new Set(outcomes.flatMap(({ skipReasons }) => [...skipReasons])),
    failedFiles: outcomes.flatMap(({ failedFiles }) => failedFiles),
  };
}

/** Runs files again, alone: what passes then has failed because of what ran beside it. */
export function runAgain(files: readonly string[]): Promise<Outcome> {
  return runFiles([], files, 1);
}

async function runFiles(layers: readonly string[], files: readonly string[], concurrency: number): Promise<Outcome> {
  const failedFiles = new Set<string>();
  const perLayer = new Map<string, number>(layers.map((layer) => [layer, 0]));
  const skipReasons = new Set<string>();
  const printed = new Map<string, string>();
  let counts = { tests: 0, passed: 0, skipped: 0, todo: 0 };

  const stream = run({ files, concurrency, timeout });
  const keepOutput = ({ file, message }: { file?: string; message: string }): void => {
    if (file !== undefined) printed.set(file, (printed.get(file) ?? "") + message);
  };
  stream.on("test:stdout", keepOutput);
  stream.on("test:stderr", keepOutput);
  stream.on("test:pass", ({ file, skip, details }) => {
    if (skip !== undefined && skip !== false) skipReasons.add(skip === true ? "no reason given" : skip);
    else if (details.type !== "suite") count(perLayer, file);
  });
  stream.on("test:fail", ({ name, file, line, details, todo }) => {
    if (file !== undefined) failedFiles.add(file);
    // A suite fails with its tests, and those are printed themselves.
    if (todo !== undefined || isOfChildren(details.error)) return;
    const place = file === undefined ? "" : ` (${relative(root, file)}:${String(line)})`;
    const output = file === undefined ? "" : (printed.get(file) ?? "");
    if (file !== undefined) printed.delete(file);
    console.log(`FAILED ${name}${place}\n${indent(describe(details.error) + (output === "" ? "" : `\nIt printed:\n${output}`))}\n`);
  });
  stream.on("test:diagnostic", ({ message, file }) => {
    if (file === undefined) console.log(`# ${message}`);
    // Of a file it is what came to pass outside of its tests, such as an error that nobody caught.
    else keepOutput({ file, message: `${message}\n` });
  });
  stream.on("test:summary", (summary) => {
    if (summary.file === undefined) counts = summary.counts;
  });
  await finished(stream.resume());

  for (const [layer, passed] of perLayer) console.log(`${layer}: ${String(passed)} passed`);
  const skipped = counts.skipped + counts.todo;
  return { passed: counts.passed, failed: counts.tests - counts.passed - skipped, skipped, skipReasons, failedFiles: [...failedFiles] };
}

function count(perLayer: Map<string, number>, file: string | undefined): void {
  const path = file === undefined ? "" : relative(join(root, "test"), file).replaceAll(sep, "/");
  const layer = [...perLayer.keys()].find((each) => path.startsWith(`${each}/`));
  if (layer !== undefined) perLayer.set(layer, (perLayer.get(layer) ?? 0) + 1);
}

function isOfChildren(error: Error): boolean {
  return "failureType" in error && error.failureType === "subtestsFailed";
}

/** What a person needs of an error: Node's own frames are not it. */
function describe(error: Error): string {
  const thrown = error.cause ?? error;
  return (thrown instanceof Error ? (thrown.stack ?? thrown.message) : inspect(thrown)).replaceAll(/\n +at .*\(?node:internal.*/g, "");
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, "  ");
}
