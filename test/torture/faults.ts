import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { damage, filesBelow, truncate } from "./damage.ts";
import type { Random } from "./random.ts";
import type { Running, World } from "./world.ts";

/** Something that happens to a store while it is used. */
export interface Fault {
  readonly name: string;
  /** What was announced as finished must answer in the next run. Not so where files were damaged behind our back. */
  readonly keepsFinished: boolean;
  /** Lets it happen. Gives the runs in which it did. */
  readonly play: (world: World, random: Random) => Promise<readonly Running[]>;
}

/** Starts a run, and does something when it has announced its n-th event. Events are the clock: no two machines are equally fast. */
async function atEvent(world: World, count: number, act: (running: Running) => void): Promise<Running> {
  const running = world.run();
  running.onEvent = (heard) => {
    if (heard === count) act(running);
  };
  if (count === 0) act(running);
  await running.ended;
  return running;
}

/** A run of the workload announces about so many. */
const events = 40;

const killCoordinator: Fault = {
  name: "kill -9 of the coordinator",
  keepsFinished: true,
  play: async (world, random) => [await atEvent(world, random.below(events), ({ child }) => child.kill("SIGKILL"))],
};

const killAll: Fault = {
  name: "kill -9 of all processes",
  keepsFinished: true,
  play: async (world, random) => [await atEvent(world, random.below(events), ({ killAll: kill }) => kill())],
};

const killWorker: Fault = {
  name: "kill -9 of a worker",
  keepsFinished: true,
  play: async (world, random) => [await atEvent(world, 2 + random.below(events - 2), killOneWorker)],
};

function killOneWorker({ heard }: Running): void {
  const started = heard.findLast((event) => event.event === "step.started");
  if (started === undefined) return;
  try {
    process.kill(started.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

const powerCut: Fault = {
  name: "power cut: newest files truncated",
  keepsFinished: false,
  play: async (world, random) => {
    const began = Date.now();
    const running = await atEvent(world, 1 + random.below(events), ({ killAll: kill }) => kill());
    const folders = ["journal", "artifacts", "keys", "logs", "tmp"];
    const fresh = folders.flatMap((folder) => filesBelow(world.store, folder)).filter(({ changedAt }) => changedAt >= began);
    fresh.sort((a, b) => b.changedAt - a.changedAt);
    for (const { path } of fresh.slice(0, 1 + random.below(6))) truncate(path, random);
    return [running];
  },
};

/** Damage to one file of a kind, after a run that ended well and one that was killed. */
const damaged = (what: string, folder: string, block?: number): Fault => ({
  name: `damaged ${what}`,
  keepsFinished: false,
  play: async (world, random) => {
    const whole = world.run();
    await whole.ended;
    world.newRound();
    const killed = await atEvent(world, 4 + random.below(events - 10), ({ killAll: kill }) => kill());
    const file = random.pick(filesBelow(world.store, folder).filter(({ path }) => folder !== "" || path.endsWith("stepwright.db")));
    if (file !== undefined) damage(file.path, random, block);
    return [whole, killed];
  },
});

const together: Fault = {
  name: "two runs at once, one killed",
  keepsFinished: true,
  play: async (world, random) =>
    Promise.all([atEvent(world, random.below(events), ({ killAll: kill }) => kill()), atEvent(world, -1, () => undefined)]),
};

const pruned: Fault = {
  name: "run, fold and prune at once, one killed",
  keepsFinished: false,
  play: async (world, random) => {
    const [prune, sync] = [world.command("prune", "--keep", "1", "--unreferenced"), world.command("db", "sync")];
    const victim = random.pick([prune, sync]);
    const running = atEvent(world, random.below(events), () => victim?.kill("SIGKILL"));
    await Promise.all([running, once(prune, "close"), once(sync, "close")]);
    return [await running];
  },
};

const fullDisk: Fault = {
  name: "full disk",
  keepsFinished: true,
  play: async (world, random) => {
    const filler = join(world.store.root, "filler");
    const { bavail, bsize } = statfsSync(world.store.root);
    const left = random.below(120) * 1024;
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
    const running = await atEvent(world, -1, () => undefined);
    rmSync(filler);
    return [running];
  },
};

/** Whether the store can have a small disk of its own: that takes the superuser. */
export function mountSmallDisk(world: World): boolean {
  mkdirSync(world.store.root, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", world.store.root], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export function unmount(world: World): void {
  execFileSync("umount", ["-l", world.store.root], { stdio: "ignore" });
}

/** On any disk. */
export const faults: readonly Fault[] = [
  killCoordinator,
  killAll,
  killWorker,
  together,
  powerCut,
  // SQLite's pages: within one, only its own texts could be wrong, and nothing in the file proves those.
  damaged("database", "", 4096),
  damaged("journal", "journal"),
  damaged("record", "runs"),
  damaged("manifest", "artifacts/versions"),
  damaged("content", "artifacts/objects"),
  damaged("key", "keys"),
  pruned,
];

/** On a disk without hard links. */
export const claimFaults: readonly Fault[] = [killCoordinator, killAll, together, pruned].map((fault) => ({
  ...fault,
  name: `without hard links: ${fault.name}`,
}));

/** Only on a small disk of its own. */
export const diskFaults: readonly Fault[] = [fullDisk];
