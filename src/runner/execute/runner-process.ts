import { protocolVersion } from "../model/formats.ts";
import type { FromRunner, RunRequest } from "../model/protocol.ts";
import { toRunner, type Envelope } from "./envelope.ts";
import { run } from "./run.ts";

const tell = (message: FromRunner): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else
      process.send({ stepwright: message } satisfies Envelope<FromRunner>, () => {
        resolve();
      });
  });

/** Serves one run request of the process that forked this one. When that process is gone, the run is cancelled. */
export const startRunner = (): void => {
  const cancelled = new AbortController();
  let asked = false;
  process.on("message", (value) => {
    const message = toRunner(value);
    if (message?.type === "cancel") cancelled.abort();
    else if (message?.type === "run" && !asked) {
      asked = true;
      void serve(message.request, cancelled.signal);
    }
  });
  process.on("disconnect", () => {
    if (asked) cancelled.abort();
    else process.exit(0);
  });
  void tell({ type: "ready", protocol: protocolVersion });
};

const serve = async (request: RunRequest, signal: AbortSignal): Promise<void> => {
  try {
    const finished = await run(request, {
      signal,
      onEvent: (event) => void tell({ type: "event", event }),
      onOutput: (text) => process.stderr.write(text),
    });
    await tell(
      finished.ok
        ? { type: "finished", run: finished.value.run, store: finished.value.store.root }
        : { type: "refused", error: finished.error },
    );
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await tell({
      type: "refused",
      error: { code: "SW9001", message: `The runner failed: ${words}`, help: "This is a bug in Stepwright. Please report it." },
    });
  }
  process.exit(0);
};
