import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";

/** The built command line: what a user starts, not its sources. */
const commandLine = path.resolve(import.meta.dirname, "../../../dist/cli.js");

/** How one command ended, and what it said. */
export interface Ended {
  /** Exit status; undefined where a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Every line of stdout as JSON. A line that is not JSON throws: `--json` promises JSON and nothing else. */
  readonly json: () => unknown[];
}

/** A started command. */
export interface Command {
  readonly ended: Promise<Ended>;
  /** As a person at the terminal would send it, to the command line alone. */
  signal(signal: NodeJS.Signals): void;
  /** Ends the command and every process that it started. Nothing happens where it has ended. */
  kill(): void;
}

/** Starts `stepwright ARGS` in a folder, with these environment variables besides those of the test. */
export function stepwright(args: readonly string[], options: { cwd: string; env: Readonly<Record<string, string>> }): Command {
  const child = spawn(process.execPath, [commandLine, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that `kill` reaches the workers as well.
    detached: true,
  });
  const exit = new Promise<number | undefined>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      resolve(code ?? undefined);
    });
  });
  const end = async (): Promise<Ended> => {
    const [status, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
    return { status, stdout, stderr, json: () => stdout.split("\n").filter(Boolean).map(parseLine) };
  };
  return {
    ended: end(),
    signal: (signal) => {
      child.kill(signal);
    },
    kill: () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended, and nobody has told us yet.
      }
    },
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`stdout has a line that is not JSON: ${line}`);
  }
}
