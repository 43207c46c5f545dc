import type { StepContext } from "../../sdk/context.ts";
import { placeOfCall } from "../../sdk/state.ts";
import { LogFile } from "../log-file.ts";

const logs = new WeakMap<StepContext, LogFile>();

/** Says where what the step of this context writes belongs. Gives back how to end it. */
export const attachLog = (context: StepContext, path: string): (() => void) => {
  const log = new LogFile(path);
  logs.set(context, log);
  return () => {
    log.close();
  };
};

/** Writes to the log of the step that runs, or ran, here. False outside of any step: then the text belongs to the process. */
const writeToStep = (text: string | Uint8Array): boolean => {
  const place = placeOfCall();
  const log = place.kind === "step" ? logs.get(place.context) : undefined;
  log?.write(text);
  return log !== undefined;
};

/** Sends what steps write to standard output and error, by `console` or directly, to their own logs, also across `await`. */
export const captureOutput = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    const original = stream.write.bind(stream);
    const write = (
      chunk: string | Uint8Array,
      encodingOrDone?: BufferEncoding | ((error?: Error | null) => void),
      done?: (error?: Error | null) => void,
    ): boolean => {
      const [encoding, callback] = typeof encodingOrDone === "function" ? [undefined, encodingOrDone] : [encodingOrDone, done];
      const text =
        typeof chunk === "string" && encoding !== undefined && encoding !== "utf8" && encoding !== "utf-8"
          ? Buffer.from(chunk, encoding)
          : chunk;
      if (!writeToStep(text)) return original(text, callback);
      if (callback !== undefined) process.nextTick(callback);
      return true;
    };
    stream.write = write;
  }
};
