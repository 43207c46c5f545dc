import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Workspace } from "./workspace.ts";

/** How a program ended that was not the command line. */
export interface ProgramEnd {
  /** Exit status; null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `node ARGS` in a workspace to its end, as an author runs a file of theirs. */
export async function node(here: Workspace, ...args: string[]): Promise<ProgramEnd> {
  const program = spawn(process.execPath, args, {
    cwd: here.path,
    env: { ...process.env, ...here.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(program, "exit") as Promise<[number | null]>;
  const [[status], stdout, stderr] = await Promise.all([exit, text(program.stdout), text(program.stderr)]);
  return { status, stdout, stderr };
}
