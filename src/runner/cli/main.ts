import process from "node:process";

/** The command line's entry: connects it to the process. */

const closed = new AbortController();
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // The reader has seen enough, as `head` does. Everything else about our own output is worth a crash.
    if (error.code !== "EPIPE") throw error;
    closed.abort();
  });
}

const words = process.argv.slice(2);
// A worker takes longer to start than the command line to read its words.
const runs = (words[0] === "run" && words[1] !== "show") || words[0] === "resume" || words[0] === "replay";
const workers = runs ? await import("../execute/early-pool.ts") : undefined;
workers?.startEarly();
const { reportBug, runCli } = await import("./cli.ts");
const io = {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  cwd: process.cwd(),
  closed: closed.signal,
};
process.on("uncaughtException", (error) => {
  process.exit(reportBug(error, words, io));
});
process.exitCode = await runCli(words, io);
await workers?.closeEarly();
