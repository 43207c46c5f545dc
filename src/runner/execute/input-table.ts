import type { ArtifactVersion, Seal } from "../model/artifact.ts";
import type { UsedInput } from "../model/events.ts";
import type { InputContent, SavedOutput } from "../model/protocol.ts";
import type { Invocation, OutputRef, VersionRef } from "../model/spec.ts";
import { artifactsIn, type ArtifactBinding as ArtifactInput } from "../store/bindings.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";
import type { StoredInput } from "./cache-key.ts";
import { contentKey } from "./content-key.ts";

type ArtifactBinding = ArtifactInput["binding"];

/** Every artifact that steps of this run have made or use, and what each invocation gets of them. */
export class InputTable {
  readonly #store: Store;
  /** By `INVOCATION.OUTPUT` or `ARTIFACT@VERSION`, as tasks name them. */
  readonly #contents = new Map<string, InputContent>();
  readonly #outputs = new Map<string, Record<string, InputContent>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Notes what a step has made, before it has its version. */
  setSaved(invocation: string, { output, artifact, type, materialized, inline, seal }: SavedOutput): void {
    this.#set(invocation, output, { materialized, artifact, type, ...besides({ inline, seal }) });
  }

  /** Notes the version of an output, and that its content was found intact. What `setSaved` said of that stays. */
  setVersion(invocation: string, output: string, version: ArtifactVersion, found?: Seal): void {
    const { inline, seal = found } = this.#contents.get(`${invocation}.${output}`) ?? {};
    this.#set(invocation, output, { ...contentOf(version), ...besides({ inline, seal }) });
  }

  #set(invocation: string, output: string, content: InputContent): void {
    this.#contents.set(`${invocation}.${output}`, content);
    const outputs = this.#outputs.get(invocation);
    if (outputs === undefined) this.#outputs.set(invocation, { [output]: content });
    else outputs[output] = content;
  }

  outputsOf(invocation: string): Readonly<Record<string, InputContent>> {
    return this.#outputs.get(invocation) ?? {};
  }

  /** The versions that outputs of a pipeline are, by name; one whose step has not completed is left out. */
  versions(outputs: Readonly<Record<string, OutputRef>>): Record<string, VersionRef> {
    return Object.fromEntries(
      Object.entries(outputs).flatMap(([name, { invocation, output }]) => {
        const { artifact, version } = this.#contents.get(`${invocation}.${output}`) ?? {};
        return artifact === undefined || version === undefined ? [] : [[name, { artifact, version }]];
      }),
    );
  }

  /** What the task of an invocation carries. */
  contents(invocation: Invocation): Record<string, InputContent> {
    return Object.fromEntries(artifactsIn(invocation.inputs).map(({ binding }) => [contentKey(binding), this.#of(binding)]));
  }

  /** The stored form of each artifact among the inputs, by path: what a step reads is decided by these, and not by the version. */
  stored(invocation: Invocation): Record<string, StoredInput> {
    return Object.fromEntries(
      artifactsIn(invocation.inputs).map(({ path, binding }) => {
        const { materializer, className, content } = this.#of(binding).materialized;
        return [path, { materializer, className, hash: content.hash }];
      }),
    );
  }

  /** The artifacts among the inputs, as events tell them. */
  used(invocation: Pick<Invocation, "inputs">): Record<string, UsedInput> {
    return Object.fromEntries(
      artifactsIn(invocation.inputs).map(({ path, binding }) => {
        const key = contentKey(binding);
        const { artifact, version } = this.#of(binding);
        if (version === undefined) throw new Error(`${key} has no version yet.`);
        return [path, { artifact, version, ...(binding.kind === "output" && { from: key }) }];
      }),
    );
  }

  #of(binding: ArtifactBinding): InputContent {
    const key = contentKey(binding);
    const known = this.#contents.get(key);
    if (known !== undefined) return known;
    if (binding.kind === "output") throw new Error(`${key} is used before it is there.`);
    const read = readVersion(this.#store, binding.ref.artifact, binding.ref.version);
    if (!read.ok) throw new Error(`${key} was found when the run began, and is gone.`);
    const content = contentOf(read.value);
    this.#contents.set(key, content);
    return content;
  }
}

const contentOf = (found: ArtifactVersion): InputContent => {
  const { materializer, className, content, preview, metadata, artifact, version, type } = found;
  const materialized = { materializer, ...(className !== undefined && { className }), content, preview, metadata };
  return { materialized, artifact, version, type };
};

/** What is known of a content besides what its manifest says. */
const besides = ({ inline, seal }: { readonly inline?: string | undefined; readonly seal?: Seal | undefined }) => ({
  ...(inline !== undefined && { inline }),
  ...(seal !== undefined && { seal }),
});
