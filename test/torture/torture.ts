import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskFaults, type Fault, faults, mountSmallDisk, unmount } from "./faults.ts";
import { type After, invariants } from "./invariants.ts";
import { Random } from "./random.ts";
import { World } from "./world.ts";

/** How often a fault was tried, and which invariants did not hold after it. */
export interface Outcome {
  readonly fault: string;
  tried: number;
  readonly violations: string[];
}

export interface Torture {
  readonly outcomes: readonly Outcome[];
  /** Faults that could not be tried here, with the reason. */
  readonly skipped: readonly string[];
}

/**
 * Lets faults happen to a store, one round after the other, and checks after each what must hold. Every round goes on with the store that
 * the one before left. The same seed chooses the same faults.
 *
 * @param only how many of the faults are tried in each round, in turns; all where it is absent
 */
export async function torture(rounds: number, seed: number, only?: number, onRound?: (text: string) => void): Promise<Torture> {
  const random = new Random(seed);
  const folder = mkdtempSync(join(tmpdir(), "stepwright-torture-"));
  // The checks run in this process, and know the stores that the commands make.
  process.env["STEPWRIGHT_CACHE_DIR"] = join(folder, "cache");
  const plain = new World(join(folder, "plain"), join(folder, "cache"));
  const small = new World(join(folder, "small"), join(folder, "cache"));
  const isSmall = mountSmallDisk(small);
  try {
    const all = [
      ...faults.map((fault) => ({ fault, world: plain })),
      ...(isSmall ? diskFaults.map((fault) => ({ fault, world: small })) : []),
    ];
    const outcomes = all.map(({ fault }): Outcome => ({ fault: fault.name, tried: 0, violations: [] }));
    let turn = random.below(all.length);
    for (let round = 1; round <= rounds; round += 1)
      for (let count = 0; count < (only ?? all.length); count += 1, turn += 1) {
        const { fault, world } = all[turn % all.length] ?? { fault: faults[0], world: plain };
        const outcome = outcomes[turn % all.length];
        if (fault === undefined || outcome === undefined) continue;
        const violations = await once(world, fault, random);
        outcome.tried += 1;
        outcome.violations.push(...violations);
        onRound?.(`round ${round}: ${fault.name}${violations.map((each) => `\n  ${each}`).join("")}`);
      }
    return { outcomes, skipped: isSmall ? [] : diskFaults.map(({ name }) => `${name}: only the superuser can mount a small disk`) };
  } finally {
    if (isSmall) unmount(small);
    plain.close();
    small.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function once(world: World, fault: Fault, random: Random): Promise<string[]> {
  world.newRound();
  const after: After = { world, fault, runs: await fault.play(world, random) };
  const violations: string[] = [];
  for (const { name, check } of invariants) {
    try {
      await check(after);
    } catch (error) {
      violations.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return violations;
}

/** What was tried and what came of it, as a table. */
export function tableOf({ outcomes, skipped }: Torture): string {
  const width = Math.max(...outcomes.map(({ fault }) => fault.length));
  const rows = outcomes.map(({ fault, tried, violations }) => {
    return `${fault.padEnd(width)}  ${String(tried).padStart(5)}  ${String(tried * invariants.length).padStart(7)}  ${String(violations.length).padStart(8)}`;
  });
  const head = `${"fault".padEnd(width)}  tried  checked  violated`;
  return [
    head,
    ...rows,
    ...skipped.map((each) => `not tried: ${each}`),
    "",
    "checked after each:",
    ...invariants.map(({ name }) => `- ${name}`),
  ].join("\n");
}
