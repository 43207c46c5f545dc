import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimFaults, diskFaults, type Fault, faults, mountSmallDisk, unmount } from "./faults.ts";
import { type After, invariants } from "./invariants.ts";
import { Random } from "./random.ts";
import { World } from "./world.ts";

/** How often a fault was tried, after how many of them all invariants held, and what did not hold after the others. */
export interface Outcome {
  readonly fault: string;
  tried: number;
  survived: number;
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
  const withoutLinks = new URL("../unit/store/without-links.ts", import.meta.url).href;
  const unlinked = new World(join(folder, "unlinked"), join(folder, "cache"), { NODE_OPTIONS: `--import=${withoutLinks}` });
  const isSmall = mountSmallDisk(small);
  try {
    const all = [
      ...faults.map((fault) => ({ fault, world: plain })),
      ...claimFaults.map((fault) => ({ fault, world: unlinked })),
      ...(isSmall ? diskFaults.map((fault) => ({ fault, world: small })) : []),
    ];
    const outcomes = all.map(({ fault }): Outcome => ({ fault: fault.name, tried: 0, survived: 0, violations: [] }));
    let turn = random.below(all.length);
    for (let round = 1; round <= rounds; round += 1)
      for (let count = 0; count < (only ?? all.length); count += 1, turn += 1) {
        const { fault, world } = all[turn % all.length] ?? { fault: faults[0], world: plain };
        const outcome = outcomes[turn % all.length];
        if (fault === undefined || outcome === undefined) continue;
        const violations = await once(world, fault, random);
        outcome.tried += 1;
        if (violations.length === 0) outcome.survived += 1;
        outcome.violations.push(...violations);
        onRound?.(`round ${round}: ${fault.name}${violations.map((each) => `\n  ${each}`).join("")}`);
      }
    return { outcomes, skipped: isSmall ? [] : diskFaults.map(({ name }) => `${name}: only the superuser can mount a small disk`) };
  } finally {
    if (isSmall) unmount(small);
    for (const world of [plain, small, unlinked]) world.close();
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

/** What was tried, what the store survived, and after what something was lost, as a table. */
export function tableOf({ outcomes, skipped }: Torture): string {
  const total = { fault: "all", tried: sum(outcomes, "tried"), survived: sum(outcomes, "survived") };
  const width = Math.max(...outcomes.map(({ fault }) => fault.length));
  const rows = [...outcomes, total].map(({ fault, tried, survived }) => {
    const counts = [tried, survived, tried - survived].map((count) => String(count).padStart(10));
    return fault.padEnd(width) + counts.join("");
  });
  return [
    "fault".padEnd(width) + ["tried", "survived", "lost"].map((title) => title.padStart(10)).join(""),
    ...rows,
    ...skipped.map((each) => `not tried: ${each}`),
    "",
    "checked after each:",
    ...invariants.map(({ name }) => `- ${name}`),
  ].join("\n");
}

const sum = (outcomes: readonly Outcome[], count: "tried" | "survived"): number => outcomes.reduce((total, each) => total + each[count], 0);
