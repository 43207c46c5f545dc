import type { ArtifactVersion } from "../model/artifact.ts";
import type { RunRecord } from "../model/record.ts";
import type { InputSignature } from "../model/signature.ts";
import type { StepInput } from "../model/service.ts";
import type { Binding } from "../model/spec.ts";
import { readObject } from "../store/objects.ts";
import { recordedInput } from "../store/recorded-inputs.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";

/** More than this nobody edits in a field, in bytes. */
const mostText = 16 * 1024;

/**
 * The inputs that an invocation had in a run, in the order of its signature, and after them those that the signature does not have any
 * more.
 *
 * @param signature what the source says of the step's inputs now; empty where it does not
 */
export const stepInputs = (store: Store, record: RunRecord, id: string, signature: readonly InputSignature[]): readonly StepInput[] => {
  const recorded = record.spec.invocations.find((each) => each.id === id)?.inputs ?? {};
  const names = [...new Set([...signature.map(({ name }) => name), ...Object.keys(recorded)])];
  return names.map((name): StepInput => {
    const described = signature.find((input) => input.name === name);
    const binding = recordedInput(record, id, name);
    const text = binding && textOf(store, binding);
    return { name, ...(described && { signature: described }), ...(binding && { binding }), ...(text !== undefined && { text }) };
  });
};

const textOf = (store: Store, binding: Binding): string | undefined => {
  if (binding.kind === "value") {
    const text = JSON.stringify(binding.value);
    return text.length <= mostText ? text : undefined;
  }
  if (binding.kind !== "version") return undefined;
  const version = readVersion(store, binding.ref.artifact, binding.ref.version);
  return version.ok ? storedText(store, version.value) : undefined;
};

/** Only what is JSON by itself: a tagged value would be another one when it is typed in. */
const storedText = (store: Store, { materializer, content }: ArtifactVersion): string | undefined => {
  if ((materializer !== "json" && materializer !== "text") || content.bytes > mostText) return undefined;
  const read = readObject(store, content);
  if (!read.ok) return undefined;
  const text = read.value.toString();
  return materializer === "text" ? JSON.stringify(text) : text;
};
