import type { Failure } from "./failure.ts";

/** What crosses a boundary that can fail for a reason a user can act on. Our own bugs are thrown instead. */
export type Result<T, E = Failure> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** A good result. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** A bad result. */
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
