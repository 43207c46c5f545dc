import type { ChildProcess } from "node:child_process";

/** Ends a process that was forked as the head of a process group, and all of its children, at once. On Windows it ends alone. */
export function killGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || process.platform === "win32") {
    child.kill("SIGKILL");
    return;
  }
  try {
    // Negative: the whole group.
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended by itself in the meantime.
  }
}
