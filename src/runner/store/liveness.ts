import type { Owner } from "../model/events.ts";
import { beatEvery } from "./journal.ts";
import { isAlive } from "./owner.ts";

/** So many signs of life are missed before a process that nobody can ask counts as gone: a machine may be busy, and clocks differ. */
const missed = 15;

/** What is known of the process of a run. `silent`: it cannot be asked, and has given no sign of life for some minutes. */
export type Liveness = "alive" | "gone" | "silent";

/** Whether the process of a run lives. `lastSign`: when its journal was last written to or touched; like `now` in milliseconds since 1970. */
export function livenessOf(owner: Owner, lastSign: number, now: number): Liveness {
  const asked = isAlive(owner);
  if (asked !== "unknown") return asked;
  return now - lastSign > missed * beatEvery ? "silent" : "alive";
}
