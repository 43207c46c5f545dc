import { isDeepStrictEqual } from "node:util";
import type { Binding, Invocation, VersionRef } from "../model/spec.ts";

/** Whether two runs make the same call of a step. Which versions its artifacts are is not compared, only where they come from. */
export const isSameCall = (before: Invocation, now: Invocation): boolean =>
  (before.identity ?? before.step) === (now.identity ?? now.step) &&
  isDeepStrictEqual(before.slots.map(placeOf), now.slots.map(placeOf)) &&
  isDeepStrictEqual(Object.keys(before.inputs).sort(), Object.keys(now.inputs).sort()) &&
  Object.entries(now.inputs).every(([name, binding]) => isSame(before.inputs[name], binding));

const placeOf = ({ name, position, property }: Invocation["slots"][number]): unknown[] => [name, position, property];

const isSame = (before: Binding | undefined, now: Binding): boolean => {
  switch (now.kind) {
    case "value":
      return before?.kind === "value" && isDeepStrictEqual(before.value, now.value);
    case "output":
    case "version":
      return before?.kind === "output" || before?.kind === "version";
    case "list":
      return (
        before?.kind === "list" &&
        before.items.length === now.items.length &&
        now.items.every((item, index) => isSame(before.items[index], item))
      );
    case "object":
      return (
        before?.kind === "object" &&
        isDeepStrictEqual(Object.keys(before.fields), Object.keys(now.fields)) &&
        Object.entries(now.fields).every(([key, field]) => isSame(before.fields[key], field))
      );
    default:
      return now satisfies never;
  }
};

/**
 * A call with the versions that an earlier run had looked up for it: a newer version would not go with what is kept. A value that the
 * pipeline function gives itself is the one that it gives now.
 */
export const withRecordedVersions = (invocation: Invocation, before: Invocation): Invocation => {
  const inputs = Object.entries(invocation.inputs).map(([name, binding]) => [name, recorded(binding, before.inputs[name])] as const);
  return { ...invocation, inputs: Object.fromEntries(inputs) };
};

const recorded = (now: Binding, before: Binding | undefined): Binding => {
  switch (now.kind) {
    case "value":
    case "output":
      return now;
    case "version":
      return before?.kind === "version" && before.ref.artifact === now.ref.artifact && !isGiven(now.ref) ? before : now;
    case "list":
      return before?.kind === "list" ? { kind: "list", items: now.items.map((item, index) => recorded(item, before.items[index])) } : now;
    case "object": {
      if (before?.kind !== "object") return now;
      const fields = Object.entries(now.fields).map(([key, field]) => [key, recorded(field, before.fields[key])] as const);
      return { kind: "object", fields: Object.fromEntries(fields) };
    }
    default:
      return now satisfies never;
  }
};

/** The name that an external value is stored under, see the recorder. */
const isGiven = ({ artifact }: VersionRef): boolean => artifact.endsWith("::external");
