import { protocolVersion } from "../model/formats.ts";
import type { FromService, ToService } from "../model/service.ts";
import { Service } from "./service.ts";

/** Serves the process that forked this one, until it says `stop` or is gone. */
export const startService = (): void => {
  const tell = (message: FromService): void => {
    // A host that is gone is told nothing; `disconnect` ends this process.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const service = new Service(tell);
  const end = (): void => {
    service.close();
    process.exit(0);
  };
  process.on("disconnect", end);
  process.on("message", (message: ToService) => {
    if (message.type === "stop") end();
    else service.receive(message);
  });
  tell({ type: "ready", protocol: protocolVersion });
};
