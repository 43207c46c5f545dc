import type { StepRecord } from "../../../model/record.ts";
import type { Reason } from "../../../model/why.ts";
import type { CodeTexts } from "./code-texts.ts";

type Parts = Readonly<Record<string, string>>;

/** What of a step run is compared: its key, part by part, and which versions its inputs were. */
export type Keyed = Pick<StepRecord, "cacheParts" | "inputs">;

/** What is different in the key of a step, part by part. */
export function keyChanges(now: Keyed, earlier: Keyed, code: CodeTexts): Reason[] {
  const [after, before] = [now.cacheParts ?? {}, earlier.cacheParts ?? {}];
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter((name) => after[name] !== before[name]);
  const packages = names.filter((name) => name.startsWith("package:"));
  const others = names.filter((name) => !name.startsWith("package:"));
  const reasons = others.flatMap((part) => partChange(part, before[part], after[part], { now, earlier, code }));
  // A helper may be reached by the step and by its materializer as well.
  const once = new Map([...reasons, ...packageChanges(packages, before, after)].map((reason) => [JSON.stringify(reason), reason]));
  return [...once.values()].sort((a, b) => order.indexOf(a.part) - order.indexOf(b.part));
}

const order: readonly Reason["part"][] = [
  ...(["new", "off", "expired", "missing", "code", "package"] as const),
  ...(["parameter", "input", "output", "file", "env", "key", "node"] as const),
];

interface Sides {
  readonly now: Keyed;
  readonly earlier: Keyed;
  readonly code: CodeTexts;
}

/** A part is called after its kind and, behind a colon, after what it is of: `parameter:epochs`. */
function partChange(part: string, before: string | undefined, now: string | undefined, sides: Sides): Reason[] {
  const [kind, name] = split(part);
  switch (kind) {
    case "code":
      return codeChange(now === undefined ? "no longer counts" : "counts now", before, now, sides.code);
    case "class":
    case "materializer":
      return codeChange(`${kind} ${name} changed`, before, now, sides.code);
    case "parameter":
      return [{ part: "parameter", name, detail: fromTo(shown(before), shown(now)) }];
    case "input":
      return [{ part: "input", name, detail: inputDetail(name, before, now, sides) }];
    case "output":
      return [{ part: "output", name, detail: fromTo(before?.trim(), now?.trim()) }];
    case "file":
      return [{ part: "file", name, detail: fileDetail(before, now) }];
    case "environment":
      return [{ part: "env", name, detail: fromTo(before, now) }];
    case "env":
      // What a variable of the process holds may be nobody else's business.
      return [{ part: "env", name, detail: envDetail(before, now) }];
    case "key":
      return [{ part: "key", name: "cache.key", detail: fromTo(shown(quoted(before)), shown(quoted(now))) }];
    case "node":
      return [{ part: "node", name: "Node", detail: fromTo(before, now) }];
    case "format":
      return [{ part: "node", name: "Stepwright", detail: "another version makes its cache keys otherwise" }];
    case "arguments":
      return [{ part: "parameter", name: "arguments", detail: "are given at other places" }];
    case "builtins":
      return [{ part: "code", name: "modules of Node", detail: fromTo(before, now) }];
    case "step":
      return [{ part: "code", name: "name", detail: fromTo(stepName(before), stepName(now)) }];
    default:
      return [{ part: "key", name: part, detail: "changed" }];
  }
}

function split(part: string): [kind: string, name: string] {
  const colon = part.indexOf(":");
  return colon < 0 ? [part, ""] : [part.slice(0, colon), part.slice(colon + 1)];
}

function codeChange(otherwise: string, before: string | undefined, now: string | undefined, code: CodeTexts): Reason[] {
  if (before === undefined || now === undefined) return [{ part: "code", name: "code", detail: otherwise }];
  const changes = code.changes(before, now);
  if (changes !== undefined && changes.length > 0) return changes;
  const detail = changes === undefined ? "changed; how it was is not kept any more" : "changed in what cannot be shown";
  return [{ part: "code", name: "code", detail }];
}

function fromTo(before: string | undefined, now: string | undefined): string {
  if (before === undefined) return `is new: ${now ?? ""}`;
  return now === undefined ? `is gone, was ${before}` : `${before} → ${now}`;
}

/** Long values are shown by their beginnings. */
function shown(value: string | undefined): string | undefined {
  return value !== undefined && value.length > 80 ? `${value.slice(0, 79)}…` : value;
}

const quoted = (value: string | undefined): string | undefined => (value === undefined ? undefined : JSON.stringify(value));
const stepName = (part: string | undefined): string | undefined => part?.slice(part.indexOf(" ") + 1);

/** A part of an input is its materializer, class and content. */
function inputDetail(name: string, before: string | undefined, now: string | undefined, sides: Sides): string {
  const versions = fromTo(version(sides.earlier, name), version(sides.now, name));
  if (before === undefined || now === undefined) return versions;
  const [stored, newStored] = [before, now].map((text) => text.slice(0, text.lastIndexOf(" ")).trim());
  if (stored !== newStored) return `is stored otherwise: ${stored ?? ""} → ${newStored ?? ""} (${versions})`;
  return `has other content: ${versions}`;
}

function version({ inputs }: Keyed, name: string): string | undefined {
  const input = inputs[name];
  return input && `${input.artifact}@${input.version}`;
}

function fileDetail(before: string | undefined, now: string | undefined): string {
  if (before === undefined) return "counts now";
  if (now === undefined) return "no longer counts";
  if (now === "(missing)") return "is not there any more";
  return before === "(missing)" ? "was not there" : "has other content";
}

function envDetail(before: string | undefined, now: string | undefined): string {
  if (before === undefined) return "counts now";
  if (now === undefined) return "no longer counts";
  if (now === "(not set)") return "is not set any more";
  return before === "(not set)" ? "was not set" : "has another value";
}

/** Parts are called `package:NAME@VERSION`, since a package may be there in several versions. */
function packageChanges(parts: readonly string[], before: Parts, now: Parts): Reason[] {
  const nameOf = (part: string): string => part.slice("package:".length, part.lastIndexOf("@"));
  const versions = (side: Parts, name: string): string | undefined => {
    const found = parts.filter((part) => nameOf(part) === name).flatMap((part) => side[part] ?? []);
    return found.length === 0 ? undefined : found.join(", ");
  };
  const names = [...new Set(parts.map(nameOf))];
  return names.map((name) => ({ part: "package", name, detail: fromTo(versions(before, name), versions(now, name)) }));
}
