import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Answer, FromService, Question, Questions, ToService } from "../../../src/runner/model/service.ts";

/** The built service, as the extension forks it. Whoever starts it writes `await using`. */
export interface StartedService extends AsyncDisposable {
  send(message: ToService): void;
  /** What it has said so far. */
  readonly said: readonly FromService[];
  /** The first message that fits, of those that came and those that come. */
  next<T extends FromService>(fits: (message: FromService) => message is T): Promise<T>;
  ask<Q extends Question>(question: Q, about: Questions[Q]["about"]): Promise<Answer<Q>>;
  /** How it ended. */
  readonly ended: Promise<number | string>;
  /** Its link to this process breaks, as if this process had died. */
  leave(): void;
}

export const startService = (env: Readonly<Record<string, string>>): StartedService => {
  const child = fork(path.resolve(import.meta.dirname, "../../../dist/service.js"), [], { env: { ...process.env, ...env } });
  const said: FromService[] = [];
  const waiting = new Set<() => void>();
  child.on("message", (message: FromService) => {
    said.push(message);
    for (const look of [...waiting]) look();
  });
  const ended = once(child, "exit").then(([code, signal]) => (signal ?? code) as number | string);
  const next = <T extends FromService>(fits: (message: FromService) => message is T): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = said.find(fits);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then((how) => reject(new Error(`The service has ended: ${String(how)}`)));
    });
  let lastId = 0;
  return {
    said,
    next,
    ended,
    send: (message) => void child.send(message),
    leave: () => child.disconnect(),
    ask: async <Q extends Question>(question: Q, about: Questions[Q]["about"]) => {
      const id = ++lastId;
      child.send({ type: "ask", id, question, about });
      const { answer } = await next(
        (message): message is FromService & { type: "answer" } => message.type === "answer" && message.id === id,
      );
      if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
      return answer.value as Answer<Q>;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
};
