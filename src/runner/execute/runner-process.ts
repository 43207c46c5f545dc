import { protocolVersion } from "../model/formats.ts";
import type { FromPlanner, FromRunner, RunRequest } from "../model/protocol.ts";
import { toRunner, type Envelope } from "./envelope.ts";
import { run } from "./run.ts";

/** Holds a run request, as JSON. */
const requestVariable = "STEPWRIGHT_RUN_REQUEST";

const tell = (message: FromRunner | FromPlanner): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else
      process.send({ stepwright: message } satisfies Envelope<FromRunner | FromPlanner>, () => {
        resolve();
      });
  });

/**
 * Serves one request of the process that forked this one: a run, or what it would do. When that process is gone, the run is cancelled. A debugger starts programs
 * and sends them no messages: then the request stands in the environment.
 */
export const startRunner = (): void => {
  const cancelled = new AbortController();
  // As at a terminal: another window, or another program, stops the run in this way. A second signal ends the process.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => cancelled.abort());
  const given = process.env[requestVariable];
  if (given !== undefined) {
    // The author's code is none of those that it is meant for.
    Reflect.deleteProperty(process.env, requestVariable);
    void serve(JSON.parse(given) as RunRequest, cancelled.signal);
    return;
  }
  let asked = false;
  process.on("message", (value) => {
    const message = toRunner(value);
    if (message?.type === "cancel") cancelled.abort();
    else if (message?.type === "run" && !asked) {
      asked = true;
      void serve(message.request, cancelled.signal);
    } else if (message?.type === "plan" && !asked) {
      asked = true;
      void servePlan(message.request, cancelled.signal);
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
    await tell(ourFault(error));
  }
  process.exit(0);
};

const servePlan = async (request: RunRequest, signal: AbortSignal): Promise<void> => {
  try {
    const { plan } = await import("./graph.ts");
    const planned = await plan(request, { signal, onOutput: (text) => process.stderr.write(text) });
    await tell(planned.ok ? { type: "planned", plan: planned.value } : { type: "refused", error: planned.error });
  } catch (error) {
    await tell(ourFault(error));
  }
  process.exit(0);
};

const ourFault = (error: unknown): Extract<FromRunner, { type: "refused" }> => {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    type: "refused",
    error: { code: "SW9001", message: `The runner failed: ${words}`, help: "This is a bug in Stepwright. Please report it." },
  };
};
