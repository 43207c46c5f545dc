import type ts from "../typescript.ts";
import type { Failure } from "../../model/failure.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { fileName } from "./file-name.ts";
import { Inputs } from "./inputs.ts";
import { moduleFormat } from "./module-format.ts";
import { optionalImports } from "./optional-imports.ts";
import { parse } from "./parse.ts";
import type { ModuleFormat } from "./package-json.ts";
import { Resolver, type Manner } from "./resolve.ts";
import { Tsconfigs } from "./tsconfig.ts";

/** One local source file, parsed. */
export interface SourceFile {
  readonly syntax: ts.SourceFile;
  readonly format: ModuleFormat;
  /** Specifiers whose absence the file itself deals with. */
  readonly optional: ReadonlySet<string>;
}

/** The local files that one build reads, each read and parsed once, with everything noted that decided what they mean. */
export class Project {
  readonly workspace: string;
  readonly inputs = new Inputs();
  readonly tsconfigs: Tsconfigs;
  readonly resolver: Resolver;
  readonly #sources = new Map<string, Result<SourceFile>>();
  readonly #data = new Set<string>();

  /** `workspace` is a real path. */
  constructor(workspace: string) {
    this.workspace = workspace;
    this.tsconfigs = new Tsconfigs(workspace, this.inputs);
    this.resolver = new Resolver(workspace, this.inputs, this.tsconfigs);
  }

  /** How a file is called in identities and messages. */
  name(path: string): string {
    return fileName(this.workspace, path);
  }

  /** A source file; fails with SW2001 (syntax) or SW2002 (gone since it was resolved). */
  source(path: string): Result<SourceFile> {
    const known = this.#sources.get(path);
    if (known !== undefined) return known;
    const read = this.#read(path);
    this.#sources.set(path, read);
    return read;
  }

  #read(path: string): Result<SourceFile> {
    const content = this.inputs.read(path);
    if (content === undefined) return err(this.#unreadable(path));
    const parsed = parse(path, content.toString().replace(/^\uFEFF/, ""), this.name(path));
    if (!parsed.ok) return parsed;
    return ok({ syntax: parsed.value, format: moduleFormat(parsed.value, this.inputs), optional: optionalImports(parsed.value) });
  }

  /** Reads a local file that is data; fails with SW2002. */
  data(path: string): Result<Buffer> {
    const content = this.inputs.read(path);
    if (content === undefined) return err(this.#unreadable(path));
    this.#data.add(path);
    return ok(content);
  }

  /** The local files read so far, code and data, in order of their names, each with the SHA-256 of what was read. */
  get contents(): Readonly<Record<string, string>> {
    const paths = [...this.#sources.keys(), ...this.#data].sort();
    return Object.fromEntries(paths.map((path) => [this.name(path), this.inputs.hashOf(path)]));
  }

  /** Which conditions an import in this file resolves by, given whether it is written as a `require`. */
  manner(importer: string, isRequire: boolean): Manner {
    const source = this.#sources.get(importer);
    return isRequire || (source?.ok === true && source.value.format === "cjs") ? "require" : "import";
  }

  #unreadable(path: string): Failure {
    return { code: "SW2002", message: `${this.name(path)} cannot be read.`, help: "Check that the file exists and may be read." };
  }
}
