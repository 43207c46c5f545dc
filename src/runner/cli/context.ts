import type { Result } from "../model/result.ts";
import type { ExitStatus } from "./exit.ts";
import type { Environment, OutputStream, Screen } from "./terminal.ts";

/** What the command line has of the outside: the process in production, streams of its own in a test. */
export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Environment;
  readonly cwd: string;
  /** Aborts when nobody reads stdout any more, as in `stepwright run train.ts --json | head -1`. */
  readonly closed: AbortSignal;
}

/** What every command gets: where it is called and where it writes. Results go to `stdout`; progress and notes to `stderr`. */
export interface Context {
  readonly cwd: string;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly closed: AbortSignal;
  /** `--json`: nothing but JSON may go to `stdout`. */
  readonly json: boolean;
  /** `--workspace`, as it was typed. */
  readonly workspace: string | undefined;
}

/** What a command answers: how the process ends, or why it could not do what was asked. */
export type CommandResult = Result<ExitStatus>;

/** Writes one value as one line of JSON. */
export function printJson(context: Context, value: object): void {
  context.stdout.line(JSON.stringify(value));
}
