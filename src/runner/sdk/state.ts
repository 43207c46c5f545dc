import { AsyncLocalStorage } from "node:async_hooks";
import type { StepContext } from "./context.ts";
import type { Launcher } from "./launcher.ts";
import type { Recorder } from "./recording/recorder.ts";

/**
 * Where a call of a step or pipeline happens. One function asks it, so that the table of the language ("where it is called,
 * what happens") stands in one place: `placeOfCall`.
 */

/** What surrounds a piece of running code, also across `await`. */
export type Scope = { readonly kind: "recording"; readonly recorder: Recorder } | { readonly kind: "step"; readonly context: StepContext };

/** What kind of process this is: a program of the author's, or a worker of ours, which loads a module before it does anything else. */
type ProcessKind = "program" | "loading" | "worker";

const scopes = new AsyncLocalStorage<Scope>();
let processKind: ProcessKind = "program";
let launcher: Launcher | undefined;

/** Says what this process is. Called by the worker only. */
export const setProcessKind = (kind: ProcessKind): void => {
  processKind = kind;
};

/** True in a program of the author's. */
export const isProgram = (): boolean => processKind === "program";

/** Gives the SDK its way to start runs, which it does not import itself, so that importing it does nothing. */
export const setLauncher = (value: Launcher): void => {
  launcher = value;
};

/** Runs `body` with `scope` around it. */
export const withScope = <T>(scope: Scope, body: () => T): T => scopes.run(scope, body);

export type PlaceOfCall =
  Scope | { readonly kind: "loading" } | { readonly kind: "bare" } | { readonly kind: "program"; readonly launcher: Launcher };

/** Where the code that asks is. */
export const placeOfCall = (): PlaceOfCall => {
  const scope = scopes.getStore();
  if (scope !== undefined) return scope;
  if (processKind === "loading") return { kind: "loading" };
  if (processKind === "worker" || launcher === undefined) return { kind: "bare" };
  return { kind: "program", launcher };
};
