import type { Finding } from "../../model/finding.ts";
import type { Position, Range } from "../../model/range.ts";
import type { Signature, Signatures } from "../../model/signature.ts";
import type { FoundDefinition } from "../discovery/definitions.ts";
import { definitions } from "../discovery/definitions.ts";
import type { FileReader } from "../discovery/file-reader.ts";
import { packageName } from "../discovery/makers.ts";
import { Interpreter } from "../graph/interpreter.ts";
import { staticGraph } from "../graph/static-graph.ts";
import type { FunctionNode } from "../graph/values.ts";
import { syntaxFailureOf } from "../project/parse.ts";
import { relativePath } from "../place.ts";
import { unlessTooDeep } from "../too-deep.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { annotationFindings } from "./annotations.ts";
import { functionFindings } from "./function-rules.ts";
import { outputFindings } from "./output-rules.ts";
import type { Piece } from "./reached-code.ts";
import { findingOf } from "./refused-findings.ts";
import { makingOf, type Subject } from "./subject.ts";
import { topLevelRuns } from "./top-level-runs.ts";
import { undeclaredFindings } from "./undeclared.ts";

export interface FindingsRequest {
  /** Absolute, without symbolic links. */
  readonly workspace: string;
  readonly reader: FileReader;
  /** Absolute path of the file. */
  readonly path: string;
  /** What the checker says of the steps that the file defines and calls. Without it only what the syntax shows is found, and at once. */
  readonly described?: Signatures;
  /** Makes a missing annotation an error. */
  readonly enforceAnnotations?: boolean;
}

/**
 * What is wrong, or probably not meant, in one file: in the steps and pipelines that it defines and in the calls of its pipeline functions. By the
 * order of the source, each place once for each code. Reads only; a few milliseconds, however large the workspace.
 */
export const findingsIn = (request: FindingsRequest): Finding[] => {
  const { workspace, reader, path } = request;
  const source = reader.parse(path);
  if (source === undefined) return unreadable(request);
  const file = relativePath(workspace, path);
  const failure = syntaxFailureOf(source, file);
  if (failure !== undefined) return [findingOf(workspace, reader, failure) ?? []].flat();
  const found = definitions(workspace, reader, path);
  const signatures = new Map((request.described?.signatures ?? []).map((signature) => [signature.identity, signature]));
  const machine = new Interpreter(workspace, reader, signatures, false);
  const module = machine.modules.module(path);
  if (found.length === 0 || module === undefined) return [];
  const isDefinition = definitionTest(workspace, reader);
  const all = [
    ...found.flatMap((definition) => {
      const subject = subjectOf(machine, reader, definition, path);
      const signature = signatures.get(definition.identity);
      return [
        ...bounded(() => functionFindings(subject)),
        ...bounded(() => outputFindings(subject)),
        ...bounded(() => undeclaredFindings(subject, reader, isDefinition)),
        ...bounded(() => (request.enforceAnnotations === true ? annotationFindings(subject, signature) : [])),
      ];
    }),
    ...source.statements.flatMap((statement) => bounded(() => topLevelRuns(machine, statement, module.scope))),
    ...found.flatMap((definition) => bounded(() => graphFindingsOf(request, definition, signatures))),
  ];
  return ordered([...all, ...refusedIn(request, found, all)].filter((finding) => finding.file === file));
};

/** Code that is nested beyond the stack, or does more than is followed, has no findings; the rest of its file has. */
const bounded = (find: () => readonly Finding[]): readonly Finding[] => unlessTooDeep(find, []);

/** A file that is there and was not parsed: it is nested too deeply for the parser, or far too long. */
const unreadable = ({ workspace, reader, path }: FindingsRequest): Finding[] => {
  if (reader.read(path)?.includes(packageName) !== true) return [];
  const start = { line: 1, column: 1 };
  const file = relativePath(workspace, path);
  return [
    {
      code: "SW2001",
      severity: "error",
      message: `${file} cannot be read: it is too long, or nested too deeply.`,
      help: "Keep pipelines in files that a person could read, and generated data in files of its own.",
      file,
      range: { start, end: start },
    },
  ];
};

const subjectOf = (machine: Interpreter, reader: FileReader, definition: FoundDefinition, path: string): Subject => {
  const making = makingOf(definition.binding, reader.makers(path));
  return { workspace: machine.workspace, definition, fn: functionOf(machine, definition, path), making };
};

const functionOf = (machine: Interpreter, { binding: { value } }: FoundDefinition, path: string): FunctionNode | undefined => {
  if (value === undefined) return undefined;
  if (!ts.isExpression(value)) return ts.isMethodDeclaration(value) ? value : undefined;
  const scope = machine.modules.module(path)?.scope;
  const made = scope && unlessTooDeep(() => machine.evaluate(unwrap(value), scope), undefined);
  return made?.kind === "made" ? made.made.fn?.node : undefined;
};

const definitionTest = (workspace: string, reader: FileReader): ((piece: Piece) => boolean) => {
  const known = new Map<string, ReadonlySet<ts.Node>>();
  return ({ path, node }) => {
    const nodes = known.get(path) ?? new Set(definitions(workspace, reader, path).flatMap(({ binding: { value } }) => value ?? []));
    known.set(path, nodes);
    return nodes.has(node);
  };
};

const graphFindingsOf = (
  { workspace, reader }: FindingsRequest,
  { kind, identity }: FoundDefinition,
  signatures: ReadonlyMap<string, Signature>,
): readonly Finding[] => (kind === "pipeline" ? (staticGraph({ workspace, reader, identity, signatures })?.findings ?? []) : []);

/** What the checker refuses, where the syntax has not shown it already: that has the better place, and often a fix. */
const refusedIn = (
  { workspace, reader, described }: FindingsRequest,
  found: readonly FoundDefinition[],
  shown: readonly Finding[],
): Finding[] => {
  const own = new Map(found.map((definition) => [definition.identity, definition]));
  return (described?.refused ?? []).flatMap(({ identity, failure }) => {
    const definition = own.get(identity);
    const isShown = shown.some(({ code, range }) => code === failure.code && definition !== undefined && contains(definition.range, range));
    return definition === undefined || isShown ? [] : (findingOf(workspace, reader, failure) ?? []);
  });
};

const contains = (outer: Range, inner: Range): boolean => isBefore(outer.start, inner.start) && isBefore(inner.end, outer.end);
const isBefore = (a: Position, b: Position): boolean => a.line < b.line || (a.line === b.line && a.column <= b.column);

/** Each code once for each line and column. */
const ordered = (findings: readonly Finding[]): Finding[] => {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.code}:${String(finding.range.start.line)}:${String(finding.range.start.column)}`;
    if (!byPlace.has(key)) byPlace.set(key, finding);
  }
  return [...byPlace.values()].sort(({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.column - b.column);
};

/** Identities of what the checker has to be asked of for {@link findingsIn}: what the file defines, and the steps that its pipelines call. */
export const wantedSignatures = ({
  workspace,
  reader,
  path,
}: Omit<FindingsRequest, "described">): { kind: "step" | "pipeline"; identity: string }[] => {
  const wanted = new Map<string, { kind: "step" | "pipeline"; identity: string }>();
  for (const { kind, identity } of definitions(workspace, reader, path)) {
    wanted.set(identity, { kind, identity });
    const called = kind === "pipeline" ? staticGraph({ workspace, reader, identity })?.places.calls : undefined;
    for (const { definition } of called ?? []) {
      if (definition !== undefined && !wanted.has(definition.identity))
        wanted.set(definition.identity, { kind: "step", identity: definition.identity });
    }
  }
  return [...wanted.values()];
};
