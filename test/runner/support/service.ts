import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Answer, FromService, Question, Questions, ToService } from "../../../src/runner/model/service.ts";

/** The built service, as the extension forks it. Whoever starts it writes `await using`. */
export interface StartedService extends AsyncDisposable {
  send(message: ToService): void;
  /** What it has said so far. */
  readonly said: readonly FromService[];
  /** The first message that fits, of those that came and those that come. `from`: how many of them are passed over. */
  next<T extends FromService>(fits: (message: FromService) => message is T, from?: number): Promise<T>;
  ask<Q extends Question>(question: Q, about: Questions[Q]["about"]): Promise<Answer<Q>>;
  /** How it ended. */
  readonly ended: Promise<number | string>;
  /** Its link to this process breaks, as if this process had died. */
  leave(): void;
}

export type MessageOf<T extends FromService["type"]> = Extract<FromService, { type: T }>;

/** Opens a folder, and waits until its sources have been read. */
export const openFolder = (service: StartedService, folder: string, trusted = false): Promise<MessageOf<"discovered">> => {
  service.send({ type: "folders", folders: [{ path: folder, exclude: ["left-out/"], enforceTypeAnnotations: false, trusted }] });
  return service.next((message): message is MessageOf<"discovered"> => message.type === "discovered");
};

/** When a run is told to be in a state, with a step in one. `from`: messages that are passed over. */
export const runIn = (
  service: StartedService,
  status: string,
  step: string,
  stepStatus: string,
  from?: number,
): Promise<MessageOf<"run"> | MessageOf<"runChanged">> =>
  service.next((message): message is MessageOf<"run"> | MessageOf<"runChanged"> => {
    const view = message.type === "run" ? message.run.view : message.type === "runChanged" ? message.change : undefined;
    return view?.status === status && view.steps.some(({ id, status: of }) => id === step && of === stepStatus);
  }, from);

export const startService = (env: Readonly<Record<string, string>>): StartedService => {
  const child = fork(path.resolve(import.meta.dirname, "../../../dist/service.js"), [], { env: { ...process.env, ...env } });
  const said: FromService[] = [];
  const waiting = new Set<() => void>();
  child.on("message", (message: FromService) => {
    said.push(message);
    for (const look of [...waiting]) look();
  });
  const ended = once(child, "exit").then(([code, signal]) => (signal ?? code) as number | string);
  const next = <T extends FromService>(fits: (message: FromService) => message is T, from = 0): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = said.slice(from).find(fits);
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
