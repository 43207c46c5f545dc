import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** Most source files fit. One buffer for all of them: ten thousand of their own are a good part of what reading them costs. */
let shared: Buffer | undefined;

/**
 * The bytes of a file as text, each a character: enough to search for names, and cheaper than decoding. Undefined for a file that
 * cannot be read.
 */
export const glance = (file: string): string | undefined => {
  shared ??= Buffer.allocUnsafeSlow(1 << 18);
  try {
    const descriptor = openSync(file, "r");
    try {
      const length = readSync(descriptor, shared, 0, shared.length, null);
      // A regular file gives all that there is at once.
      return length < shared.length ? shared.toString("latin1", 0, length) : readFileSync(file, "latin1");
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
};
