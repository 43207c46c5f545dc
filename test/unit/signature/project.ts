import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestContext } from "node:test";
import type { Failure } from "../../../src/runner/model/failure.ts";
import type { InputSignature, OutputShape, OutputSignature, Signature } from "../../../src/runner/model/signature.ts";
import { readFromSource, type ReadSignatures, type SignatureRequest } from "../../../src/runner/analysis/signature/signatures.ts";

const sdkTypes = fileURLToPath(new URL("sdk.ts", import.meta.url));

/** Small libraries and no type packages: what these tests are about does not need them. */
const tsconfig = JSON.stringify({ compilerOptions: { lib: ["esnext"], types: [], strict: true, module: "nodenext", target: "esnext" } });

/** Writes files into a folder of the test's own, which goes when the test ends, and returns its path. `null`: no such file. */
export const project = (t: TestContext, files: Readonly<Record<string, string | null>>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepwright-signature-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const all: typeof files = { "tsconfig.json": tsconfig, "package.json": `{ "type": "module" }`, ...files };
  for (const [path, text] of Object.entries(all)) {
    if (text === null) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

/** A request for steps (`a.ts#train`) and pipelines (`pipeline a.ts#training`) of a project. */
export const request = (workspace: string, identities: readonly string[]): SignatureRequest => {
  const bindings = identities.map((wanted): SignatureRequest["bindings"][number] =>
    wanted.startsWith("pipeline ") ? { kind: "pipeline", identity: wanted.slice(9) } : { kind: "step", identity: wanted },
  );
  const files = [...new Set(bindings.map(({ identity }) => join(workspace, identity.slice(0, identity.indexOf("#")))))];
  return { files, workspace, sdkTypes, bindings };
};

/** Reads signatures, and what is wrong with the others. Fails the test where that is not possible at all. */
export const read = (workspace: string, identities: readonly string[]): ReadSignatures & { failures: Failure[] } => {
  const result = readFromSource(request(workspace, identities));
  if (!result.ok) throw new Error(result.error.message);
  return { ...result.value, failures: result.value.refused.map(({ failure }) => failure) };
};

/** `(data: Dataset, { epochs?: number = 10 }) → "model": Model`: chosen output names stand in quotes. */
export const shown = ({ inputs, outputs }: Signature): string => `${shownInputs(inputs)} → ${shownOutputs(outputs)}`;

export const shownInputs = (inputs: readonly InputSignature[]): string => {
  const whole = inputs.filter(({ property }) => !property).map(shownInput);
  const properties = inputs.filter(({ property }) => property).map(shownInput);
  return `(${[...whole, ...(properties.length === 0 ? [] : [`{ ${properties.join(", ")} }`])].join(", ")})`;
};

const shownInput = ({ name, type, optional, default: preset }: InputSignature): string =>
  `${name}${optional ? "?" : ""}: ${type}${preset === undefined ? "" : ` = ${JSON.stringify(preset)}`}`;

export const shownOutputs = (outputs: OutputShape): string => {
  switch (outputs.kind) {
    case "none":
      return "nothing";
    case "single":
      return shownOutput(outputs.output);
    case "tuple":
      return `[${outputs.outputs.map(shownOutput).join(", ")}]`;
    case "named":
      return `{ ${outputs.outputs.map(shownOutput).join(", ")} }`;
    default:
      return outputs satisfies never;
  }
};

const shownOutput = ({ name, type, named }: OutputSignature): string => `${named ? JSON.stringify(name) : name}: ${type}`;

/** `SW1012 a.ts:3:5`. */
export const shownFailure = ({ code, at }: Failure): string => `${code} ${at === undefined ? "" : `${at.file}:${at.line}:${at.column}`}`;
