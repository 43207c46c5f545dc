import { protocolVersion } from "../model/formats.ts";
import type { FromService, ToService } from "../model/service.ts";
import { Service } from "./service.ts";

/** How long its end may take, in milliseconds; the host waits a little longer. */
const patience = 1500;

/** Serves the process that forked this one, until it says `stop` or is gone. */
export const startService = (): void => {
  const tell = (message: FromService): void => {
    // A host that is gone is told nothing; `disconnect` ends this process.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const service = new Service(tell);
  const end = (): void => {
    // What is not written by then waits for the next one.
    setTimeout(() => process.exit(0), patience);
    void service.leave().finally(() => process.exit(0));
  };
  process.on("disconnect", end);
  process.on("message", (message: ToService) => {
    if (message.type === "stop") end();
    else service.receive(message);
  });
  tell({ type: "ready", protocol: protocolVersion });
};
