import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { getCallSites } from "node:util";
import type { Location } from "../model/location.ts";
import type { RunOptions, StepSettings } from "./options.ts";
import { isProgram } from "./state.ts";

/** What a step is made of. The callable that authors hold carries it under a symbol, so that another copy of this module finds it too. */
export interface StepDefinition {
  readonly kind: "step";
  readonly fn: (...args: never[]) => unknown;
  /** Changed by `configure` only. */
  options: StepSettings;
  /** Of a copy made by `withOptions`: what it was copied from. */
  readonly base?: StepDefinition;
  /** Of a decorated static method: its class, once there is one. */
  self?: unknown;
  readonly places: readonly Location[];
}

export interface PipelineDefinition {
  readonly kind: "pipeline";
  readonly fn: (...args: never[]) => unknown;
  options: RunOptions;
  readonly base?: PipelineDefinition;
  /** Of a copy: the options that were said for it, also those that the definition says likewise. For a run they go before what steps say. */
  readonly said?: readonly string[];
  readonly places: readonly Location[];
}

export type Definition = StepDefinition | PipelineDefinition;

const key = Symbol.for("stepwright.definition");

/** Hangs the definition on its callable. */
export const attachDefinition = (callable: object, definition: Definition): void => {
  Object.defineProperty(callable, key, { value: definition });
};

/** The definition behind a step or pipeline; undefined for anything else. */
export const definitionOf = (value: unknown): Definition | undefined => {
  if (typeof value !== "function") return undefined;
  const found: unknown = Reflect.get(value, key);
  return found as Definition | undefined;
};

/**
 * Where a definition is made: the places of the calls that led to it, outermost first. A program that calls the pipeline itself tells
 * the runner these, and the runner finds the top-level binding that holds it. Nobody asks for them in a worker.
 */
export const placesOfDefinition = (): Location[] => (isProgram() ? callPlaces() : []);

const ownFolder = dirname(fileURLToPath(import.meta.url));

const callPlaces = (): Location[] =>
  getCallSites(20)
    .filter((site) => site.scriptName.startsWith("file:") || site.scriptName.startsWith("/") || /^[a-z]:[\\/]/i.test(site.scriptName))
    .map((site) => ({
      file: site.scriptName.startsWith("file:") ? fileURLToPath(site.scriptName) : site.scriptName,
      line: site.lineNumber,
      column: site.columnNumber,
    }))
    .filter(({ file }) => dirname(file) !== ownFolder)
    .reverse();
