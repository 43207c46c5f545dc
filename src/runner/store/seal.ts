import { fstatSync, lstatSync } from "node:fs";
import type { Seal } from "../model/artifact.ts";

/**
 * How a file stands on the disk. Whoever changes it gives it another `ctime`, which no program can set, so whoever replaces or changes the
 * file breaks the seal. What the clock of the file system does not tell apart – some milliseconds – is not seen.
 *
 * Undefined for what is no file of its own, and where times are whole seconds (FAT, some networks): a change could be missed there.
 *
 * @param file its path, or an open descriptor. Throws what the system says.
 */
export function sealOf(file: string | number): Seal | undefined {
  const found = typeof file === "number" ? fstatSync(file, { bigint: true }) : lstatSync(file, { bigint: true, throwIfNoEntry: false });
  if (found?.isFile() !== true || found.ctimeNs % 1_000_000_000n === 0n) return undefined;
  const { dev, ino, size, mtimeNs, ctimeNs } = found;
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

/** Whether a file is the very one that was intact when it was sealed, and nobody has touched it since. */
export function isSealed(file: string | number, seal: Seal | undefined): boolean {
  return seal !== undefined && sealOf(file) === seal;
}
