import type { Writable } from "node:stream";
import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** A standard stream, or what stands for it in a test. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** One of the two streams that a command writes to, and what it can show. */
export interface Screen {
  readonly stream: OutputStream;
  readonly colors: Colors;
  /** True where lines can be drawn anew: a real terminal that knows cursor movements. */
  readonly live: boolean;
  /** Columns of the terminal at this moment; `undefined` where the output goes to a file or pipe and need not fit anything. */
  columns(): number | undefined;
  /** Writes text and a line break. */
  line(text: string): void;
}

/** Variables that decide about colours: `NO_COLOR` (see no-color.org), `FORCE_COLOR`, `TERM`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Makes a screen of a stream. `color: false` is the flag `--no-color`; it and `NO_COLOR` win over `FORCE_COLOR`. */
export function createScreen(stream: OutputStream, environment: Environment, color: boolean): Screen {
  const terminal = stream.isTTY === true;
  const smart = terminal && environment["TERM"] !== "dumb";
  return {
    stream,
    colors: picocolors.createColors(color && wantsColor(environment, smart)),
    // A log of a build server may be a terminal by its own account, but is read as a file.
    live: smart && !isSet(environment["CI"]),
    columns: () => (terminal ? (stream.columns ?? 80) : undefined),
    line: (text) => void stream.write(`${text}\n`),
  };
}

function wantsColor(environment: Environment, terminal: boolean): boolean {
  if (isSet(environment["NO_COLOR"])) return false;
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return terminal;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
