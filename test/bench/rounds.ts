/** One row of the table: our work and what it is held against. */
export interface Row {
  readonly work: string;
  /** What the baseline is, in a word. */
  readonly against: string;
  /** Greatest ratio that is good enough, and the one to aim at. */
  readonly must?: number;
  readonly aim?: number;
  /** What the figures are; milliseconds where it is absent. */
  readonly unit?: "MB";
  /** The figure of one round. */
  readonly baseline: () => Promise<number>;
  readonly ours: () => Promise<number>;
}

/** What was measured of a row. */
export interface Measured {
  readonly row: Row;
  readonly baseline: readonly number[];
  readonly ours: readonly number[];
}

/**
 * Measures all rows round by round, baseline and ours in turns and each first as often, so that what else the machine does meanwhile
 * falls on both. The first round is not counted: it warms caches up.
 */
export async function measure(rows: readonly Row[], rounds: number, onRound: (round: number) => void): Promise<Measured[]> {
  const measured = rows.map((row) => ({ row, baseline: [] as number[], ours: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    onRound(round);
    for (const { row, baseline, ours } of measured) {
      const sides = [
        { samples: baseline, run: row.baseline },
        { samples: ours, run: row.ours },
      ];
      for (const { samples, run } of round % 2 === 0 ? sides : sides.reverse()) {
        const ms = await run();
        if (round > 0) samples.push(ms);
      }
    }
  }
  return measured;
}

/** The middle value; the mean of the two middle ones of an even number. Not a number where there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}
