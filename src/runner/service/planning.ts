import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fromPlanner, type Envelope } from "../execute/envelope.ts";
import { ownEnvironment } from "../execute/environment.ts";
import { killGroup } from "../execute/kill-group.ts";
import { runnerEntry } from "../execute/own-files.ts";
import type { Failure } from "../model/failure.ts";
import type { Plan } from "../model/plan.ts";
import type { ToRunner } from "../model/protocol.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Questions } from "../model/service.ts";

type About = Questions["plan"]["about"];

/**
 * Asks runners what a run would do. The service itself loads no code of a folder, so each question has a process of its own, which ends
 * with it. The same question, asked again meanwhile, has the same answer as long as no file has changed.
 */
export class Planning {
  readonly #asked = new Map<string, Promise<Result<Plan>>>();
  readonly #runners = new Set<ChildProcess>();

  /** @param edition another one after each change of a file */
  plan(about: About, edition: number): Promise<Result<Plan>> {
    const key = JSON.stringify([edition, about]);
    const going = this.#asked.get(key);
    if (going !== undefined) return going;
    const asked = this.#ask(about).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asked);
    return asked;
  }

  /** Ends what is being asked. */
  close(): void {
    for (const runner of this.#runners) killGroup(runner);
  }

  #ask({ folder, identity, parameters, node }: About): Promise<Result<Plan>> {
    const request = {
      file: join(folder, identity.slice(0, identity.lastIndexOf("#"))),
      workspace: folder,
      target: { name: identity },
      ...(parameters && { parameters }),
    };
    return new Promise((resolve) => {
      const runner = fork(runnerEntry, [], {
        cwd: folder,
        ...(node && { execPath: node.path }),
        execArgv: [],
        env: node === undefined ? process.env : { ...ownEnvironment(), ...node.environment },
        stdio: ["ignore", "ignore", "ignore", "ipc"],
        // A process group of its own, so that a kill reaches its workers.
        detached: process.platform !== "win32",
      });
      this.#runners.add(runner);
      runner.on("message", (value) => {
        const message = fromPlanner(value);
        const ask: Envelope<ToRunner> = { stepwright: { type: "plan", request } };
        if (message?.type === "ready") runner.send(ask, () => undefined);
        else if (message?.type === "planned") resolve(ok(message.plan));
        else if (message?.type === "refused") resolve(err(message.error));
      });
      runner.on("error", (error) => resolve(err(notPlanned(error.message))));
      runner.on("close", (code, signal) => {
        this.#runners.delete(runner);
        resolve(err(notPlanned(signal ?? `exit status ${String(code)}`)));
      });
    });
  }
}

const notPlanned = (how: string): Failure => ({
  code: "SW3011",
  message: `The process that was to say what a run would do ended before it did: ${how}.`,
  help: "Ask again. `stepwright graph FILE --plan` shows what goes wrong.",
});

/** Code of an untrusted folder is not loaded. */
export const notTrusted = (folder: string): Failure => ({
  code: "SW2012",
  message: `Nobody has said that the code in ${folder} may run, so it is not known what a run would do.`,
  help: "Trust the folder in the editor.",
});
