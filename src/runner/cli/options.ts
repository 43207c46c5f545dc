import { InvalidArgumentError } from "commander";
import type { ExecutionMode, RunStatus } from "../model/status.ts";

/** Flags that every command takes, before or after its name. */
export interface SharedFlags {
  readonly json?: true;
  readonly workspace?: string;
  /** False with `--no-color`. */
  readonly color: boolean;
}

// As records, so that a status or mode added to the model is missed by the compiler and not by a person. The model's own lists would load
// the schema library before the first flag is read.
const modes: Record<ExecutionMode, true> = { continueOnFailure: true, stopOnFailure: true, failFast: true };
const statuses: Record<RunStatus, true> = {
  initializing: true,
  running: true,
  completed: true,
  failed: true,
  cancelled: true,
  interrupted: true,
};

/** Values of `--mode`. */
export const modeChoices = Object.keys(modes);
/** Values of `--status`. */
export const statusChoices = Object.keys(statuses);

/** Gathers `--param name=value`. The value is everything after the first `=`; where a name is given twice, the last one counts. */
export function collectParameter(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("It has the form name=value.");
  return new Map([...before, [text.slice(0, equals), text.slice(equals + 1)]]);
}

/** A whole number from 1. */
export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new InvalidArgumentError("It is a whole number from 1.");
  return Number(text);
}

const durationUnits: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A length of time such as `30d`, in milliseconds. */
export function durationOption(text: string): number {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*([smhdw])$/u.exec(text) ?? [];
  const seconds = durationUnits[unit];
  if (count === undefined || seconds === undefined) throw new InvalidArgumentError("It is a number with s, m, h, d or w, such as 30d.");
  return Number(count) * seconds * 1000;
}

const sizeUnits: Readonly<Record<string, number>> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** An amount of data such as `5GB`, in bytes. */
export function sizeOption(text: string): number {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMGT]?B)$/iu.exec(text) ?? [];
  const bytes = sizeUnits[unit.toUpperCase()];
  if (count === undefined || bytes === undefined) throw new InvalidArgumentError("It is a number with B, KB, MB, GB or TB, such as 5GB.");
  return Number(count) * bytes;
}

/** A whole number from 0. */
export function countOption(text: string): number {
  return text === "0" ? 0 : positiveInteger(text);
}
