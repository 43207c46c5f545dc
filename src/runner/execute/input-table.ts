import type { ArtifactVersion } from "../model/artifact.ts";
import type { UsedInput } from "../model/events.ts";
import type { InputContent } from "../model/protocol.ts";
import type { Invocation, OutputRef, VersionRef } from "../model/spec.ts";
import { artifactsIn, type ArtifactBinding as ArtifactInput } from "../store/bindings.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";
import type { StoredInput } from "./cache-key.ts";
import { contentKey } from "./content-key.ts";

type ArtifactBinding = ArtifactInput["binding"];

interface Kept {
  readonly version: ArtifactVersion;
  readonly content: InputContent;
}

/** Every artifact that steps of this run have made or use, and what each invocation gets of them. */
export class InputTable {
  readonly #store: Store;
  /** By `INVOCATION.OUTPUT` or `ARTIFACT@VERSION`, as tasks name them. */
  readonly #kept = new Map<string, Kept>();
  readonly #outputs = new Map<string, Record<string, InputContent>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Notes an output. `inline` is its content where that is small text. */
  setOutput(invocation: string, output: string, version: ArtifactVersion, inline: string | undefined): void {
    const kept = keep(version, inline);
    this.#kept.set(`${invocation}.${output}`, kept);
    const outputs = this.#outputs.get(invocation);
    if (outputs === undefined) this.#outputs.set(invocation, { [output]: kept.content });
    else outputs[output] = kept.content;
  }

  setOutputs(invocation: string, outputs: Readonly<Record<string, ArtifactVersion>>): void {
    for (const [output, version] of Object.entries(outputs)) this.setOutput(invocation, output, version, undefined);
  }

  outputsOf(invocation: string): Readonly<Record<string, InputContent>> {
    return this.#outputs.get(invocation) ?? {};
  }

  /** The versions that outputs of a pipeline are, by name; one whose step has not completed is left out. */
  versions(outputs: Readonly<Record<string, OutputRef>>): Record<string, VersionRef> {
    return Object.fromEntries(
      Object.entries(outputs).flatMap(([name, { invocation, output }]) => {
        const version = this.#kept.get(`${invocation}.${output}`)?.version;
        return version === undefined ? [] : [[name, { artifact: version.artifact, version: version.version }]];
      }),
    );
  }

  /** What the task of an invocation carries. */
  contents(invocation: Invocation): Record<string, InputContent> {
    return Object.fromEntries(artifactsIn(invocation.inputs).map(({ binding }) => [contentKey(binding), this.#of(binding).content]));
  }

  /** The stored form of each artifact among the inputs, by path: what a step reads is decided by these, and not by the version. */
  stored(invocation: Invocation): Record<string, StoredInput> {
    return Object.fromEntries(
      artifactsIn(invocation.inputs).map(({ path, binding }) => {
        const { materializer, className, content } = this.#of(binding).version;
        return [path, { materializer, className, hash: content.hash }];
      }),
    );
  }

  /** The artifacts among the inputs, as events tell them. */
  used(invocation: Invocation): Record<string, UsedInput> {
    return Object.fromEntries(
      artifactsIn(invocation.inputs).map(({ path, binding }) => {
        const { artifact, version } = this.#of(binding).version;
        return [path, { artifact, version, ...(binding.kind === "output" && { from: contentKey(binding) }) }];
      }),
    );
  }

  #of(binding: ArtifactBinding): Kept {
    const key = contentKey(binding);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    if (binding.kind === "output") throw new Error(`${key} is used before it is there.`);
    const read = readVersion(this.#store, binding.ref.artifact, binding.ref.version);
    if (!read.ok) throw new Error(`${key} was found when the run began, and is gone.`);
    const kept = keep(read.value, undefined);
    this.#kept.set(key, kept);
    return kept;
  }
}

const keep = (version: ArtifactVersion, inline: string | undefined): Kept => {
  const { materializer, className, content, preview, metadata, artifact, type } = version;
  const materialized = { materializer, ...(className !== undefined && { className }), content, preview, metadata };
  return { version, content: { materialized, artifact, version: version.version, type, ...(inline !== undefined && { inline }) } };
};
