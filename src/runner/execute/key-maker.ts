import { findPackageJSON } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Closure } from "../analysis/closure/closure.ts";
import type { CacheKey } from "../model/events.ts";
import type { ClassOrigin } from "../model/signature.ts";
import type { Invocation } from "../model/spec.ts";
import { cacheKeyOf, type StoredInput } from "./cache-key.ts";
import { classesInside } from "./classes-of.ts";
import { customParts } from "./custom-materializer.ts";

/** Code besides the step's own; `complete`: all of it is known. */
interface Helpers {
  readonly helpers: Readonly<Record<string, string>>;
  /** See `Closure.files`. */
  readonly files: readonly string[];
  readonly complete: boolean;
}

/** Makes cache keys from what is known of the code. */
export class KeyMaker {
  readonly #closures: Readonly<Record<string, Closure>>;
  readonly #workspace: string;
  readonly #packages = new Map<string, string>();
  readonly #texts = new Map<string, string>();

  /** @param closures by identity: of steps and pipelines, of materializers, and of classes that signatures name. */
  constructor(closures: Readonly<Record<string, Closure>>, workspace: string) {
    this.#closures = closures;
    this.#workspace = workspace;
  }

  /** The code that stands in the keys so far, for people, by the hash that stands for it. */
  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** The key of an invocation; undefined where some of its code is not known, so that it is not cached. */
  keyOf(invocation: Invocation, stored: Readonly<Record<string, StoredInput>>): CacheKey | undefined {
    const known = this.#closures[invocation.identity ?? ""];
    if (known?.open !== false && !hasKey(invocation)) return undefined;
    const others = this.#helpersOf(invocation, stored);
    return others.complete ? this.#made(invocation, known ?? noCode, others, stored) : undefined;
  }

  /** What a key would be made of, as far as it is known, of an invocation that has none; undefined where nothing is known of its code. */
  partsOf(invocation: Invocation, stored: Readonly<Record<string, StoredInput>>): CacheKey["parts"] | undefined {
    const known = this.#closures[invocation.identity ?? ""];
    return known && this.#made(invocation, known, this.#helpersOf(invocation, stored), stored).parts;
  }

  #made(invocation: Invocation, closure: Closure, { helpers, files }: Helpers, stored: Readonly<Record<string, StoredInput>>): CacheKey {
    this.#texts.set(closure.code, closure.text);
    return cacheKeyOf({ invocation, closure, helpers, files: [...closure.files, ...files], stored, workspace: this.#workspace });
  }

  #helpersOf(invocation: Invocation, stored: Readonly<Record<string, StoredInput>>): Helpers {
    const helpers: Record<string, string> = {};
    const files: string[] = [];
    let complete = true;
    const readers = Object.values(stored).flatMap(({ materializer }) => customParts(materializer)?.ref ?? []);
    for (const ref of [...Object.values(invocation.materializers ?? {}), ...readers]) {
      const code = this.#closures[ref.slice(ref.indexOf(":") + 1)];
      if (code?.open !== false) complete = false;
      if (code === undefined) continue;
      helpers[`materializer:${ref}`] = this.#noted(code);
      files.push(...code.files);
    }
    for (const [part, origin] of classesRead(invocation)) {
      const code = this.#classCode(origin);
      if (code === undefined) complete = false;
      else helpers[part] = code;
      if (origin.kind === "local") files.push(...(this.#closures[origin.identity]?.files ?? []));
    }
    return { helpers, files, complete };
  }

  #noted({ hash, text }: Closure): string {
    this.#texts.set(hash, text);
    return hash;
  }

  /** What stands for the methods that a rebuilt input brings along: the types that name it are gone when the code runs. */
  #classCode(origin: ClassOrigin): string | undefined {
    if (origin.kind === "local") {
      const code = this.#closures[origin.identity];
      return code?.open === false ? this.#noted(code) : undefined;
    }
    const known = this.#packages.get(origin.specifier) ?? installedVersion(origin.specifier, join(this.#workspace, origin.file));
    if (known !== undefined) this.#packages.set(origin.specifier, known);
    return known;
  }
}

/** The classes that inputs are rebuilt as, by the part of the key that stands for each: `class:INPUT`, and `class:INPUT CLASS` inside one. */
const classesRead = ({ slots, inputs }: Invocation): [part: string, origin: ClassOrigin][] =>
  slots.flatMap((slot) => [
    ...(slot.class === undefined ? [] : [[`class:${slot.name}`, slot.class] satisfies [string, ClassOrigin]]),
    ...classesInside(slot, inputs[slot.name]).map((origin): [string, ClassOrigin] => [`class:${slot.name} ${sourceOf(origin)}`, origin]),
  ]);

const sourceOf = (origin: ClassOrigin): string => (origin.kind === "local" ? origin.identity : `${origin.specifier} ${origin.export}`);

/** `NAME@VERSION` of the package that a file's import names; undefined where it is not installed. */
const installedVersion = (specifier: string, importer: string): string | undefined => {
  try {
    const path = findPackageJSON(specifier, pathToFileURL(importer));
    const manifest: unknown = path === undefined ? undefined : JSON.parse(readFileSync(path, "utf8"));
    if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return undefined;
    return `${specifier}@${String(manifest.version)}`;
  } catch {
    return undefined;
  }
};

/** Code that cannot all be seen is stood for by what `cache.key` says. */
const hasKey = ({ options }: Invocation): boolean => typeof options.cache === "object" && options.cache.keyValue !== undefined;

const noCode: Closure = { hash: "", code: "", text: "", packages: [], builtins: [], files: [], open: true };
