import type { ArtifactVersion } from "../model/artifact.ts";
import type { UsedInput } from "../model/events.ts";
import type { InputContent } from "../model/protocol.ts";
import type { Binding, Invocation, OutputRef } from "../model/spec.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";

type ArtifactBinding = Extract<Binding, { kind: "output" | "version" }>;

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

  version({ invocation, output }: OutputRef): ArtifactVersion | undefined {
    return this.#kept.get(`${invocation}.${output}`)?.version;
  }

  /** What the task of an invocation carries. */
  contents(invocation: Invocation): Record<string, InputContent> {
    return Object.fromEntries(artifactsOf(invocation).map(({ binding }) => [keyOf(binding), this.#of(binding).content]));
  }

  /** Hash of the content of each artifact among the inputs, by path. */
  hashes(invocation: Invocation): Record<string, string> {
    return Object.fromEntries(artifactsOf(invocation).map(({ path, binding }) => [path, this.#of(binding).version.content.hash]));
  }

  /** The artifacts among the inputs, as events tell them. */
  used(invocation: Invocation): Record<string, UsedInput> {
    return Object.fromEntries(
      artifactsOf(invocation).map(({ path, binding }) => {
        const { artifact, version } = this.#of(binding).version;
        return [path, { artifact, version, ...(binding.kind === "output" && { from: keyOf(binding) }) }];
      }),
    );
  }

  #of(binding: ArtifactBinding): Kept {
    const key = keyOf(binding);
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

const keyOf = (binding: ArtifactBinding): string =>
  binding.kind === "output" ? `${binding.from.invocation}.${binding.from.output}` : `${binding.ref.artifact}@${binding.ref.version}`;

/** The artifacts among the inputs, with their paths: `data`, `xs[0]`, `config.model`. */
const artifactsOf = (invocation: Invocation): { path: string; binding: ArtifactBinding }[] =>
  Object.entries(invocation.inputs).flatMap(([name, binding]) => artifactsIn(binding, name));

const artifactsIn = (binding: Binding, path: string): { path: string; binding: ArtifactBinding }[] => {
  switch (binding.kind) {
    case "value":
      return [];
    case "output":
    case "version":
      return [{ path, binding }];
    case "list":
      return binding.items.flatMap((item, index) => artifactsIn(item, `${path}[${String(index)}]`));
    case "object":
      return Object.entries(binding.fields).flatMap(([key, field]) => artifactsIn(field, `${path}.${key}`));
    default:
      return binding satisfies never;
  }
};
