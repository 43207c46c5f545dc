import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stepwright, type Command, type Ended } from "./command.ts";

/** A temporary folder with a user's project in it. Whoever makes it writes `await using`: then its processes end and it is removed. */
export interface Workspace extends AsyncDisposable {
  /** Absolute path, without symbolic links. */
  readonly path: string;
  /** Environment variables of the commands that start from now on, besides those of the test. */
  readonly env: Record<string, string>;
  /** Writes files, by their path in the workspace. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Starts the command line in the workspace. */
  start(...args: string[]): Command;
  /** Runs the command line in the workspace, to its end. */
  stepwright(...args: string[]): Promise<Ended>;
}

/** Makes a workspace from files, by path, and from a folder to copy. */
export async function workspace(
  files: Readonly<Record<string, string>>,
  options: { copyOf?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Workspace> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), "stepwright-")));
  const folder = path.join(root, "workspace");
  // Bundles, analysis results and known stores stay beside the workspace: a test sees nothing of another test.
  const env: Record<string, string> = { NO_COLOR: "1", STEPWRIGHT_CACHE_DIR: path.join(root, "cache"), ...options.env };
  const commands: Command[] = [];

  const made: Workspace = {
    path: folder,
    env,
    write: async (more) => {
      for (const [name, text] of Object.entries(more)) {
        const file = path.join(folder, name);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, text);
      }
    },
    start: (...args) => {
      const command = stepwright(args, { cwd: folder, env });
      commands.push(command);
      return command;
    },
    stepwright: (...args) => made.start(...args).ended,
    [Symbol.asyncDispose]: async () => {
      for (const command of commands) command.kill();
      await Promise.allSettled(commands.map((command) => command.ended));
      await rm(root, { recursive: true, force: true });
    },
  };

  await mkdir(folder);
  // Results that someone made by running the original are not part of it.
  const isSource = (file: string): boolean => path.basename(file) !== ".stepwright";
  if (options.copyOf !== undefined) await cp(options.copyOf, folder, { recursive: true, filter: isSource });
  await made.write({ "package.json": JSON.stringify({ name: "workspace", private: true, type: "module" }), ...files });
  return made;
}
