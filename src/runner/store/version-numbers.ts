import { join } from "node:path";
import { isClaimed } from "./claim.ts";

/** The manifest of a numbered version in the folder of its artifact. */
export function numberPath(folder: string, number: number): string {
  return join(folder, `${String(number)}.json`);
}

/** The highest number seen in each folder: numbers only grow, so the search goes on from there. */
const seen = new Map<string, number>();

/** The number to try first: one more than was seen here last, which is right unless another process has been at work. */
export function nextNumber(folder: string): number {
  return (seen.get(folder) ?? highestNumber(folder)) + 1;
}

/** Notes that a number has been given. */
export function noteNumber(folder: string, number: number): void {
  seen.set(folder, number);
}

/**
 * The highest version number of an artifact's folder, 0 where there is none. Every number below it is taken, since numbers are given
 * one after the other and never given back; so it is found by galloping (1, 2, 4, 8 … steps ahead, then halving), with about
 * 2 log₂(n) questions instead of reading a folder that grows (Bentley and Yao, "An almost optimal algorithm for unbounded searching", 1976).
 */
export function highestNumber(folder: string): number {
  let taken = seen.get(folder) ?? 0;
  let step = 1;
  while (isClaimed(numberPath(folder, taken + step))) {
    taken += step;
    step *= 2;
  }
  let free = taken + step;
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (isClaimed(numberPath(folder, middle))) taken = middle;
    else free = middle;
  }
  seen.set(folder, taken);
  return taken;
}
