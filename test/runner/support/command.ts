import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { finished } from "node:stream/promises";

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
  /** Resolves as soon as stdout holds this text, such as a part of a run event; fails where the command ends without it. */
  prints(part: string): Promise<void>;
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
  let printed = "";
  const waiting = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (more: string) => {
    printed += more;
    for (const look of waiting) look();
  });
  const end = async (): Promise<Ended> => {
    const [status, , stderr] = await Promise.all([exit, finished(child.stdout), text(child.stderr)]);
    const stdout = printed;
    return { status, stdout, stderr, json: () => stdout.split("\n").filter(Boolean).map(parseLine) };
  };
  const ended = end();
  return {
    ended,
    prints: async (part) => {
      const seen = Promise.withResolvers<true>();
      const look = (): void => {
        if (printed.includes(part)) seen.resolve(true);
      };
      waiting.add(look);
      look();
      const found = await Promise.race([seen.promise, ended]);
      waiting.delete(look);
      if (found !== true && !printed.includes(part))
        throw new Error(`The command ended, and did not print ${part}:\n${printed}${found.stderr}`);
    },
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
