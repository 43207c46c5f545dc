import { species, type Flower } from "./flowers.ts";

/**
 * Splits flowers into a part to train with and a part to test with, the same for the same seed.
 * Stratified: each species has the same share in both parts, so a small test set stays representative.
 */
export function stratifiedSplit(flowers: Flower[], testFraction: number, seed: number): { train: Flower[]; test: Flower[] } {
  const random = seededRandom(seed);
  const train: Flower[] = [];
  const test: Flower[] = [];
  for (const kind of species) {
    const shuffled = shuffle(
      flowers.filter((flower) => flower.species === kind),
      random,
    );
    const testSize = Math.round(shuffled.length * testFraction);
    test.push(...shuffled.slice(0, testSize));
    train.push(...shuffled.slice(testSize));
  }
  return { train, test };
}

/** A shuffled copy (Fisher–Yates); `random` gives numbers from 0 up to 1. */
function shuffle<T>(items: T[], random: () => number): T[] {
  const rest = [...items];
  const shuffled: T[] = [];
  while (rest.length > 0) shuffled.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return shuffled;
}

/** Numbers from 0 up to 1 that depend on the seed alone (Mulberry32 by Tommy Ettinger): a step that uses them can be cached. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
