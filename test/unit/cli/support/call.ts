import { runCli } from "../../../../src/runner/cli/cli.ts";
import type { ExitStatus } from "../../../../src/runner/cli/exit.ts";
import { Captured } from "./terminal.ts";

/** What one call of the command line gave. */
export interface Called {
  readonly status: ExitStatus;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout, decoded. */
  json(): unknown[];
}

/** Calls the command line in this process, in a folder, as from a script: nothing it writes to is a terminal. */
export async function call(cwd: string, ...words: readonly string[]): Promise<Called> {
  const stdout = new Captured();
  const stderr = new Captured();
  const status = await runCli(words, { stdout, stderr, environment: {}, cwd, closed: new AbortController().signal });
  return {
    status,
    stdout: stdout.text,
    stderr: stderr.text,
    json: () =>
      stdout.text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
  };
}
