import { realpathSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { readClosures } from "../analysis/closure/cached.ts";
import type { Closure } from "../analysis/closure/closure.ts";
import { annotationFailure } from "../analysis/signature/gaps.ts";
import { readSignatures } from "../analysis/signature/cached.ts";
import type { SignatureRequest } from "../analysis/signature/signatures.ts";
import { Analyzer } from "../compile/analyzer-client.ts";
import { readPrepared } from "../compile/cached.ts";
import type { Prepared, PrepareRequest } from "../compile/prepared.ts";
import { userCache } from "../compile/user-cache.ts";
import type { Registered, RunRequest } from "../model/protocol.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Signature, Signatures } from "../model/signature.ts";
import type { PipelineSpec } from "../model/spec.ts";
import { findWorkspace } from "../store/store.ts";
import { foreseeDefinitions, isSame, rememberDefinitions, type Definitions } from "./foresight.ts";
import { codeTimeout, inTime } from "./in-time.ts";
import { takePool } from "./early-pool.ts";
import { analyzerEntry, sdkTypes, sdkUrl } from "./own-files.ts";
import { whileOpening, type Opening } from "./opening.ts";
import { checkParameters } from "./parameter-types.ts";
import { resolveParameters } from "./parameters.ts";
import type { Pool } from "./pool.ts";
import { recordDied, recordTimedOut } from "./record-failure.ts";
import { stepSchemas } from "./step-schemas.ts";
import { storedFor } from "./stored-for.ts";
import { chooseTarget } from "./target.ts";

/**
 * A file of pipelines, made ready: bundled, loaded in a worker, its steps described, one pipeline (or step) chosen. Whoever opens it
 * closes it.
 */
export class Program {
  readonly workspace: string;
  readonly pool: Pool;
  readonly target: Registered;
  readonly #request: RunRequest;
  readonly #described: Signatures;
  readonly #analyzer: Analyzer;
  readonly #closures: () => Promise<Result<Closures>>;

  private constructor(parts: ProgramParts) {
    this.workspace = parts.workspace;
    this.pool = parts.pool;
    this.target = parts.target;
    this.#request = parts.request;
    this.#described = parts.described;
    this.#analyzer = parts.analyzer;
    this.#closures = parts.closures;
  }

  /**
   * Makes a file ready. The worker starts while the bundle is made, and loads it while the source is read.
   *
   * @param purpose what it is opened for
   */
  static async open(request: RunRequest, purpose: "run" | "graph", opening: Opening = {}): Promise<Result<Program>> {
    const found = statSync(request.file, { throwIfNoEntry: false });
    if (found?.isFile() !== true) {
      return err({
        code: "SW2002",
        message: found === undefined ? `There is no file ${request.file}.` : `${request.file} is not a file.`,
        help: "Check the path; it is relative to the current folder.",
      });
    }
    const workspace = realpathSync(request.workspace ?? findWorkspace(dirname(request.file)));
    const pool = takePool();
    const analyzer = new Analyzer(analyzerEntry);
    let opened: Result<Program> | undefined;
    try {
      const parts = await whileOpening(pool, opening, () => prepareParts(request, purpose, workspace, pool, analyzer));
      opened = parts.ok ? ok(new Program(parts.value)) : parts;
      return opened;
    } finally {
      if (opened?.ok !== true) await Promise.all([pool.close(), analyzer.close()]);
    }
  }

  /** Of everything in the file that can be called. */
  get signatures(): readonly Signature[] {
    return this.#described.signatures;
  }

  /** What the source says of the pipeline, or which rule of the language it breaks. */
  describe(): Result<Signature> {
    const { identity } = this.target;
    const refused = this.#described.refused.find((one) => one.identity === identity);
    if (refused !== undefined) return err(refused.failure);
    const signature = this.#described.signatures.find((one) => one.identity === identity);
    if (signature === undefined) throw new Error(`Nothing was read of ${identity}.`);
    return ok(signature);
  }

  /**
   * Runs the pipeline function once, in the host, and gives the graph that it made.
   *
   * @param purpose `graph`: nothing is stored, also no values that the function gives as artifacts
   */
  async record(purpose: "run" | "graph"): Promise<Result<PipelineSpec>> {
    const { identity, name, schemas } = this.target;
    const found = this.describe();
    if (!found.ok) return found;
    const inputs = this.#request.inputs ?? {};
    const signature = { ...found.value, inputs: found.value.inputs.filter((input) => storedFor(input, found.value, inputs) === undefined) };
    const parameters = resolveParameters(signature, name, this.#request, this.target);
    if (!parameters.ok) return parameters;
    const checked = await checkParameters(signature, name, parameters.value, schemas);
    if (!checked.ok) return checked;
    const ready = await this.pool.readyHost();
    if (!ready.ok) return ready;
    const host = ready.value;
    const asked = host.ask({
      type: "record",
      identity,
      described: this.#described,
      parameters: parameters.value,
      inputs,
      overrides: this.#request.overrides ?? {},
      graphOnly: purpose === "graph",
    });
    const seconds = codeTimeout();
    const reply = await inTime(asked, seconds);
    switch (reply.type) {
      case "recorded":
        return ok(reply.spec);
      case "recordFailed":
        return err(reply.error);
      case "died":
        return err(recordDied(name, signature.at, reply.death));
      case "late":
        host.kill();
        return err(recordTimedOut(name, signature.at, seconds));
      case "loaded":
      case "loadFailed":
        throw new Error(`The host answered ${reply.type} to a recording.`);
      default:
        return reply satisfies never;
    }
  }

  /** The code of steps and pipelines, of materializers, and of the classes that inputs are rebuilt as, by identity. */
  closures(): Promise<Result<Closures>> {
    return this.#closures();
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.close(), this.#analyzer.close()]);
  }
}

type Closures = Readonly<Record<string, Closure>>;

interface ProgramParts {
  readonly request: RunRequest;
  readonly workspace: string;
  readonly pool: Pool;
  readonly analyzer: Analyzer;
  readonly described: Signatures;
  readonly target: Registered;
  readonly closures: () => Promise<Result<Closures>>;
}

const prepareParts = async (
  request: RunRequest,
  purpose: "run" | "graph",
  workspace: string,
  pool: Pool,
  analyzer: Analyzer,
): Promise<Result<ProgramParts>> => {
  const cache = userCache();
  const prepareRequest: PrepareRequest = { entry: request.file, workspace, cache, sdk: sdkUrl };
  const prepared = earlierOr(readPrepared(prepareRequest), () => analyzer.prepare(prepareRequest));
  const made = await prepared;
  if (!made.ok) return made;
  const loading = pool.load(made.value.entry, {
    type: "load",
    bundle: made.value.bundle,
    workspace,
    store: join(workspace, ".stepwright"),
  });
  const definitions = foreseeDefinitions(made.value);
  const foreseen = definitions && lookUp(cache, workspace, prepareRequest, made.value, purpose, definitions);
  const loaded = await loading;
  if (!loaded.ok) return loaded;
  const { registered, materializers } = loaded.value;
  const target = await chooseTarget(made.value.entry, registered, request.target, ({ file, line, column }) =>
    locate(analyzer, workspace, file, line, column),
  );
  if (!target.ok) return target;
  const asForeseen = foreseen !== undefined && isSame(definitions, loaded.value);
  if (!asForeseen) rememberDefinitions(made.value, loaded.value);
  const known = asForeseen ? foreseen : lookUp(cache, workspace, prepareRequest, made.value, purpose, loaded.value);
  const closuresOf = (others: readonly string[]): Promise<Result<Closures>> => {
    const identities = [...identitiesIn(loaded.value), ...materializers, ...others];
    return earlierOr(readClosures(prepareRequest, made.value, identities), () => analyzer.closures(prepareRequest, made.value, identities));
  };
  // The bundler works on these while the type checker has the thread. A graph needs none.
  const early = purpose === "graph" ? undefined : known.closures === undefined ? closuresOf([]) : Promise.resolve(ok(known.closures));
  early?.catch(() => undefined);
  const wanted = wantedSignatures(workspace, loaded.value);
  const described = await earlierOr(known.signatures, () => analyzer.signatures(cache, wanted));
  if (!described.ok) return described;
  const missing = enforcesAnnotations(request)
    ? described.value.signatures.map(annotationFailure).find((one) => one !== undefined)
    : undefined;
  if (missing !== undefined) return err(missing);
  pool.describe(stepSchemas(described.value));
  return ok({
    request,
    workspace,
    pool,
    analyzer,
    described: described.value,
    target: target.value,
    closures: () => {
      const classes = localClasses(described.value);
      return early !== undefined && classes.length === 0 ? early : closuresOf(classes);
    },
  });
};

interface Known {
  readonly signatures: Signatures | undefined;
  readonly closures: Closures | undefined;
}

/** What is known from an earlier time of the steps and pipelines of a bundle. */
const lookUp = (
  cache: string,
  workspace: string,
  request: PrepareRequest,
  prepared: Prepared,
  purpose: "run" | "graph",
  definitions: Definitions,
): Known => ({
  signatures: readSignatures(cache, wantedSignatures(workspace, definitions)),
  closures: purpose === "run" ? readClosures(request, prepared, [...identitiesIn(definitions), ...definitions.materializers]) : undefined,
});

const identitiesIn = ({ registered }: Definitions): string[] => registered.map(({ identity }) => identity);

const wantedSignatures = (workspace: string, definitions: Definitions): SignatureRequest => ({
  files: [...new Set(identitiesIn(definitions).map((identity) => join(workspace, identity.slice(0, identity.lastIndexOf("#")))))],
  workspace,
  sdkTypes,
  bindings: definitions.registered.map(({ kind, identity }) => ({ kind, identity })),
});
/** Whether a missing annotation is an error: as the run says, else as the environment does. */
const enforcesAnnotations = ({ enforceAnnotations }: RunRequest): boolean =>
  enforceAnnotations ?? process.env["STEPWRIGHT_ENFORCE_TYPE_ANNOTATIONS"] === "true";

/** What is known from an earlier time, or else what is found out now. */
const earlierOr = async <T>(earlier: T | undefined, find: () => Promise<Result<T>>): Promise<Result<T>> =>
  earlier === undefined ? find() : ok(earlier);

/** The project's own classes that inputs are declared as. */
const localClasses = ({ signatures }: Signatures): string[] => {
  const origins = signatures.flatMap(({ inputs }) =>
    inputs
      .flatMap(({ class: whole, within = [] }) => [whole, ...within.map((one) => one.class)])
      .flatMap((origin) => (origin?.kind === "local" ? [origin.identity] : [])),
  );
  return [...new Set(origins)].sort();
};

const locate = async (analyzer: Analyzer, workspace: string, file: string, line: number, column: number): Promise<string | undefined> => {
  const binding = await analyzer.bindingAt(file, line, column);
  return binding === undefined ? undefined : `${relative(workspace, realpathSync(file)).replaceAll("\\", "/")}#${binding}`;
};
