import { resolve } from "node:path";
import type { BuildFailure, Location as BundlerLocation, Message, PartialMessage } from "esbuild";
import { Failure } from "../../model/failure.ts";
import type { Location } from "../../model/location.ts";
import { fileName } from "./file-name.ts";

/**
 * The failure that the user sees for a failed build: one that our own part of the build found (it travels as the message's
 * `detail`), else the bundler's first complaint, which is about syntax, as imports are resolved by us.
 */
export function buildFailure(thrown: unknown, workspace: string): Failure {
  if (!isBuildFailure(thrown)) throw thrown;
  for (const { detail, location } of thrown.errors) {
    const ours = Failure.safeParse(detail);
    if (ours.success) return location === null ? ours.data : { at: place(location, workspace), ...ours.data };
  }
  const [first] = thrown.errors;
  if (first === undefined) throw thrown;
  return syntaxFailure(first, workspace);
}

function isBuildFailure(thrown: unknown): thrown is BuildFailure {
  return thrown instanceof Error && "errors" in thrown && Array.isArray(thrown.errors);
}

function syntaxFailure({ text, location }: Message, workspace: string): Failure {
  const help = "Correct the code at the marked place.";
  if (location === null) return { code: "SW2001", message: text, help };
  const at = place(location, workspace);
  const [, exporter, name] = /^No matching export in "(.+)" for import "(.+)"$/.exec(text) ?? [];
  if (exporter !== undefined && name !== undefined) {
    return { code: "SW2006", message: `"${exporter}" has no export \`${name}\`.`, help: "Check the name, or export it there.", at };
  }
  return { code: "SW2001", message: `${at.file} does not parse: ${text}.`, help, at };
}

/** The bundler names files relative to its working directory, and counts columns from 0 and in bytes. */
function place(location: BundlerLocation, workspace: string): Location {
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString();
  return { file: fileName(workspace, resolve(workspace, location.file)), line: location.line, column: before.length + 1 };
}

/** A failure of ours travels through the bundler as a message's `detail`, see `buildFailure`. */
export function failed(failure: Failure): { errors: PartialMessage[] } {
  return { errors: [{ text: failure.message, detail: failure }] };
}
