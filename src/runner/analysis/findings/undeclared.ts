import type { Finding, Fix, TextEdit } from "../../model/finding.ts";
import type { FileReader } from "../discovery/file-reader.ts";
import { literalProperty, property } from "../literals.ts";
import { placeOf } from "../place.ts";
import ts from "../typescript.ts";
import { addOption, addToCache } from "./option-edits.ts";
import { OutsideReads, type OutsideRead } from "./outside-reads.ts";
import { reachedCode, type Piece } from "./reached-code.ts";
import { fileOf, findingAt, type Making, type Subject } from "./subject.ts";

/**
 * What the code that a step reaches reads without saying so: the cache key then does not cover it, and an old result is taken for a new one.
 * Nothing is said of a step whose options are not in sight.
 */
export const undeclaredFindings = (subject: Subject, reader: FileReader, isDefinition: (piece: Piece) => boolean): Finding[] => {
  const { fn, making, definition, workspace } = subject;
  if (definition.kind === "pipeline" || fn === undefined || making === undefined || making.open || isNeverCached(making)) return [];
  const said = new Set<string>();
  const findings: Finding[] = [];
  const start: Piece = { path: fn.getSourceFile().fileName, node: fn };
  for (const piece of reachedCode(reader, start, isDefinition)) {
    for (const read of readsIn(reader, piece)) {
      const key = `${read.what} ${read.item ?? ""}`;
      if (said.has(key) || isDeclared(making, read)) continue;
      said.add(key);
      const isOwn = piece.node === fn && fn.getSourceFile() === definition.binding.name.getSourceFile();
      const fixes = fixesFor(workspace, making, read);
      findings.push(
        findingAt(workspace, "SW1042", isOwn ? read.node : definition.binding.name, {
          severity: "hint",
          message: `\`${definition.name}\` reads ${read.what}${read.item === undefined ? "" : ` (\`${read.item}\`)`}, which its cache key does not cover.`,
          help: helps[read.what],
          ...(!isOwn && { related: [{ at: placeOf(workspace, read.node), message: "It is read here." }] }),
          ...(fixes.length > 0 && { fixes }),
        }),
      );
    }
  }
  return findings;
};

const helps: Readonly<Record<OutsideRead["what"], string>> = {
  "the clock": 'Pass the time as a parameter, or say cache: "never" or cache: { expiresAfter: … }.',
  randomness: 'Draw from stepContext().seed, or say cache: "never".',
  "the network": 'Say how long an answer holds, cache: { expiresAfter: … }, or cache: "never".',
  files: 'Name the files, cache: { files: ["…"] }, or say cache: "never".',
  "the environment": 'Name the variables, cache: { env: ["…"] }, or pass the value as a parameter.',
};

const readsIn = function* (reader: FileReader, { path, node }: Piece): Generator<OutsideRead> {
  const file = reader.parse(path);
  if (file === undefined) return;
  const reads = new OutsideReads(file);
  const waiting: ts.Node[] = [node];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (ts.isTypeNode(next)) continue;
    const read = reads.at(next);
    if (read !== undefined) yield read;
    ts.forEachChild(next, (child) => void waiting.push(child));
  }
};

const isNeverCached = ({ options }: Making): boolean => {
  if (options === undefined) return false;
  if (literalProperty(options, "enableCache") === false) return true;
  const cache = property(options, "cache");
  if (cache === undefined) return false;
  // What is not spelled out may say anything.
  return !ts.isPropertyAssignment(cache) || !ts.isObjectLiteralExpression(cache.initializer);
};

const isDeclared = ({ options }: Making, { what, item }: OutsideRead): boolean => {
  if (options === undefined) return false;
  const environment = property(options, "environment");
  if (what === "the environment" && environment !== undefined) {
    const literal = ts.isPropertyAssignment(environment) ? environment.initializer : undefined;
    if (literal === undefined || !ts.isObjectLiteralExpression(literal)) return true;
    if (item !== undefined && property(literal, item) !== undefined) return true;
  }
  const cache = property(options, "cache");
  const literal = cache !== undefined && ts.isPropertyAssignment(cache) ? cache.initializer : undefined;
  if (literal === undefined || !ts.isObjectLiteralExpression(literal)) return false;
  // A result that expires, or that has a key of its own, is meant to be what it is.
  if (["expiresAfter", "key"].some((part) => property(literal, part) !== undefined)) return true;
  if (what === "files") return property(literal, "files") !== undefined;
  if (what !== "the environment" || property(literal, "env") === undefined) return false;
  const names = literalProperty(literal, "env");
  return !Array.isArray(names) || item === undefined || names.includes(item);
};

const fixesFor = (workspace: string, making: Making, { what, item }: OutsideRead): Fix[] => {
  const file = fileOf(workspace, making.node);
  const exact: readonly [string, TextEdit[] | undefined] | undefined =
    item === undefined
      ? undefined
      : what === "files"
        ? [`Let the file \`${item}\` count`, addToCache(file, making, "files", item)]
        : what === "the environment"
          ? [`Let the variable \`${item}\` count`, addToCache(file, making, "env", item)]
          : undefined;
  const never = addOption(file, making, "cache", '"never"');
  return [
    ...(exact?.[1] === undefined ? [] : [{ title: exact[0], edits: exact[1] }]),
    ...(never === undefined ? [] : [{ title: "Never take it from the cache", edits: never }]),
  ];
};
