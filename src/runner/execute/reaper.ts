import { spawn, type ChildProcess } from "node:child_process";

/**
 * Ends workers whose coordinator was killed while they could not notice: a step that blocks its event loop sees no message. A shell waits
 * on a pipe from the coordinator; when the pipe ends, it kills the process groups that are still listed. It takes a millisecond to start
 * and nothing while it waits. Windows has no process groups; there, a worker ends when it next looks at its link.
 */
export class Reaper {
  #shell: ChildProcess | undefined;

  /** Lists the process group that `pid` leads. */
  watch(pid: number): void {
    this.#tell(`+ ${String(pid)}`);
  }

  /** Takes it off the list: the process has ended. */
  forget(pid: number): void {
    this.#tell(`- ${String(pid)}`);
  }

  /** Ends the shell; nothing must be listed any more. */
  close(): void {
    this.#shell?.stdin?.end("q\n");
    this.#shell = undefined;
  }

  #tell(line: string): void {
    if (process.platform === "win32") return;
    this.#shell ??= start();
    this.#shell.stdin?.write(`${line}\n`);
  }
}

const script = `list=""
while read -r op pid; do
  case "$op" in
    +) list="$list $pid" ;;
    -) rest=""; for p in $list; do [ "$p" = "$pid" ] || rest="$rest $p"; done; list="$rest" ;;
    q) exit 0 ;;
  esac
done
for p in $list; do kill -9 "-$p" 2>/dev/null; done`;

const start = (): ChildProcess => {
  const shell = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  // Where there is no shell, workers end by their link alone.
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  shell.unref();
  const { stdin } = shell as { stdin: { unref?: () => void } };
  stdin.unref?.();
  return shell;
};
