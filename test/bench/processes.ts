import { spawn } from "node:child_process";
import { once } from "node:events";

/** Milliseconds from the start of a Node process to its end. Throws with what it said when it does not end well. */
export async function processTime(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const end = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  }).then((status) => ({ status, ms: performance.now() - start }));
  const closed = new Promise((resolve) => child.on("close", resolve));
  const [{ status, ms }] = await Promise.all([end, closed]);
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${String(status)}:\n${said}`);
  return ms;
}

/** Megabytes of memory that a Node process had at most, itself and not those that it starts. Throws where it does not end well. */
export async function processMemory(args: readonly string[]): Promise<number> {
  const report = new URL("report-memory.mjs", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", report, ...args], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const said = once(child, "message");
  const [[bytes], [status]] = (await Promise.all([said, once(child, "exit")])) as [[number], [number | null]];
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${String(status)}.`);
  return bytes / 1e6;
}
