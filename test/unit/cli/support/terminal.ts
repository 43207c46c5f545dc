import { Writable } from "node:stream";
import { createScreen, type Screen } from "../../../../src/runner/cli/terminal.ts";

/** A stream that keeps what is written to it, as a terminal of so many columns or as a file. */
export class Captured extends Writable {
  text = "";
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly rows = 24;

  constructor(columns?: number) {
    super({ decodeStrings: false });
    this.isTTY = columns !== undefined;
    this.columns = columns;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A screen without colours on a captured stream. */
export function capturedScreen(columns?: number): { readonly screen: Screen; readonly stream: Captured } {
  const stream = new Captured(columns);
  return { stream, screen: createScreen(stream, {}, false) };
}

/** Colours that add nothing. */
export const noColors = capturedScreen().screen.colors;
