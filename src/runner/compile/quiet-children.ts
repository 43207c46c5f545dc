import childProcess from "node:child_process";

/**
 * Lets nothing that this thread starts write to the terminal. It starts the bundler's service only, which says all that there is to say by
 * its answers; but where the thread is ended in the middle of a build, it would print the state of its own insides.
 */
export const silenceChildren = (): void => {
  const spawn: typeof childProcess.spawn = childProcess.spawn.bind(childProcess);
  const quiet = (command: string, args: readonly string[], options: childProcess.SpawnOptions): childProcess.ChildProcess => {
    const [stdin = "pipe", stdout = "pipe"] = Array.isArray(options.stdio) ? options.stdio : [options.stdio, options.stdio];
    return spawn(command, args, { ...options, stdio: [stdin, stdout, "ignore"] });
  };
  Object.assign(childProcess, { spawn: quiet });
};
