/** Messages stand in an envelope, because the author's own code may use `process.send` too. */
export interface Envelope<T> {
  readonly stepwright: T;
}

/** The message in an envelope; undefined for anything else. Both ends are the same version, which the handshake checks. */
export const openEnvelope = <T>(value: unknown): T | undefined =>
  typeof value === "object" && value !== null && "stepwright" in value ? (value.stepwright as T) : undefined;
