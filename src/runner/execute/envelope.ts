import type { FromPlanner, FromRunner, FromWorker, ToRunner, ToWorker } from "../model/protocol.ts";

type Message = ToWorker | FromWorker | ToRunner | FromRunner | FromPlanner;

/** Messages stand in an envelope, because the author's own code may use `process.send` too. */
export interface Envelope<T extends Message> {
  readonly stepwright: T;
}

/** Whether something that arrived is of ours. Both ends are the same version, which the handshake checks. */
const isEnvelope = (value: unknown): value is Envelope<Message> => typeof value === "object" && value !== null && "stepwright" in value;

const open = (value: unknown): Message | undefined => (isEnvelope(value) ? value.stepwright : undefined);

/** The message in an envelope; undefined for anything else. One for each direction of each link. */
export const fromWorker = (value: unknown): FromWorker | undefined => open(value) as FromWorker | undefined;
export const toWorker = (value: unknown): ToWorker | undefined => open(value) as ToWorker | undefined;
export const fromRunner = (value: unknown): FromRunner | undefined => open(value) as FromRunner | undefined;
export const fromPlanner = (value: unknown): FromPlanner | undefined => open(value) as FromPlanner | undefined;
export const toRunner = (value: unknown): ToRunner | undefined => open(value) as ToRunner | undefined;
