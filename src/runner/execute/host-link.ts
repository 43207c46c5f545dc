import type { Failure } from "../model/failure.ts";
import type { InputContent } from "../model/protocol.ts";
import type { Pool } from "./pool.ts";

/** Tells the function of a dynamic pipeline how its calls came out. The function of a static one has long returned. */
export class HostLink {
  readonly #pool: Pool;
  readonly #dynamic: boolean;

  constructor(pool: Pool, dynamic: boolean) {
    this.#pool = pool;
    this.#dynamic = dynamic;
  }

  completed(invocation: string, outputs: Readonly<Record<string, InputContent>>): void {
    if (this.#dynamic) this.#pool.host.send({ type: "settled", invocation, outputs });
  }

  /** Failed, skipped or cancelled: `error` says which. */
  notCompleted(invocation: string, error: Failure): void {
    if (this.#dynamic) this.#pool.host.send({ type: "settled", invocation, error });
  }
}
