import type { FromWorker, ToWorker } from "../../model/protocol.ts";
import { toWorker, type Envelope } from "../envelope.ts";

// Kept before user code is loaded, which may replace it.
const send = process.send?.bind(process);

/** Ends this process, whatever `process.exit` has become. */
export const leave = process.exit.bind(process);

/** Sends to the coordinator. When it is gone, so is the reason to go on. */
export const tell = (message: FromWorker): void => {
  send?.({ stepwright: message } satisfies Envelope<FromWorker>, (error: Error | null) => {
    if (error !== null) leave(1);
  });
};

/**
 * Calls `handle` for each message of the coordinator; ends the process when the coordinator is gone.
 *
 * @returns Listens again where the author's code has removed all listeners of the process: what was sent meanwhile would end with it.
 */
export const listen = (handle: (message: ToWorker) => void): (() => void) => {
  const onMessage = (value: unknown): void => {
    const message = toWorker(value);
    if (message !== undefined) handle(message);
  };
  const onDisconnect = (): void => leave(0);
  const again = (): void => {
    if (!process.listeners("message").includes(onMessage)) process.on("message", onMessage);
    if (!process.listeners("disconnect").includes(onDisconnect)) process.on("disconnect", onDisconnect);
  };
  again();
  return () => {
    again();
    // Node counts these two listeners by listeners of its own, which are gone as well: without this the process ends when it has nothing to do.
    process.channel?.ref();
  };
};
