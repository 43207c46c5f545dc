import type { Closure } from "../analysis/closure/closure.ts";
import type { ReadSignatures, SignatureRequest } from "../analysis/signature/signatures.ts";
import type { Result } from "../model/result.ts";
import type { Signatures } from "../model/signature.ts";
import type { Prepared, PrepareRequest } from "./prepared.ts";

/** What the analyzer thread does when asked. */
export interface AnalyzerOperations {
  readonly prepare: (request: PrepareRequest) => Promise<Result<Prepared>>;
  readonly closures: (
    request: PrepareRequest,
    prepared: Prepared,
    identities: readonly string[],
  ) => Promise<Result<Record<string, Closure>>>;
  /** @param cache the user's cache folder, where the answer is kept */
  readonly signatures: (cache: string, request: SignatureRequest) => Promise<Result<Signatures>>;
  /**
   * Like `signatures`, by a checker that stays warm as long as the thread lives, and sees what editors have not saved.
   *
   * @param unsaved text by absolute path; what is not in it counts as it is on disk
   */
  readonly warmSignatures: (
    cache: string,
    request: SignatureRequest,
    unsaved: ReadonlyMap<string, string>,
  ) => Promise<Result<ReadSignatures>>;
  /** The binding whose value contains a position; lines and columns from 1. */
  readonly bindingAt: (file: string, line: number, column: number) => Promise<string | undefined>;
}

export interface AnalyzerRequest {
  readonly id: number;
  readonly operation: keyof AnalyzerOperations;
  readonly args: readonly unknown[];
}

/** `reading`: no answer yet, but what is looked at next, so that it can be named where that has no end. */
export type AnalyzerReply = { readonly id: number } & (
  { readonly value: unknown } | { readonly thrown: string } | { readonly reading: string }
);
