import type { Description, UncheckedValue } from "../execute/describe.ts";
import type { InputSignature } from "../model/signature.ts";
import { table } from "./tables.ts";
import type { Screen } from "./terminal.ts";
import { oneLine } from "./text/printable.ts";

/** One parameter, as `run FILE PIPELINE --help --json` prints it. */
export interface JsonParameter {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly default?: unknown;
  readonly doc?: string;
}

/** What `run FILE PIPELINE --help --json` prints. */
export interface JsonDescription {
  readonly pipeline: string;
  readonly file: string;
  readonly doc?: string;
  readonly parameters: readonly JsonParameter[];
  readonly unchecked: readonly UncheckedValue[];
}

export const jsonDescription = ({ name, signature, unchecked }: Description): JsonDescription => ({
  pipeline: name,
  file: signature.identity.slice(0, signature.identity.lastIndexOf("#")),
  ...(signature.doc !== undefined && { doc: signature.doc }),
  parameters: signature.inputs.map(({ name: parameter, type, optional, default: preset, doc }) => ({
    name: parameter,
    type,
    optional,
    ...(preset !== undefined && { default: preset }),
    ...(doc !== undefined && { doc }),
  })),
  unchecked,
});

/** A pipeline's parameters with types, defaults and documentation, and what its steps do not check. No line break at the end. */
export const descriptionText = ({ name, signature, unchecked }: Description, screen: Screen): string => {
  const { bold } = screen.colors;
  const parts = [
    ...(signature.doc === undefined ? [] : [`${bold(oneLine(name))}: ${oneLine(signature.doc.split("\n\n")[0] ?? "")}`]),
    signature.inputs.length === 0
      ? `${bold(oneLine(name))} takes no parameters.`
      : `Parameters of ${bold(oneLine(name))}:\n${indented(table(["name", "type", "default", ""], signature.inputs.map(row), screen))}`,
    ...(unchecked.length === 0
      ? []
      : [`Not checked at run time:\n${indented(table(["step", "value", "what"], unchecked.map(uncheckedRow), screen))}`]),
  ];
  return parts.join("\n\n");
};

const row = ({ name, type, optional, default: preset, doc }: InputSignature): string[] => [
  name,
  oneLine(type),
  preset === undefined ? (optional ? "–" : "required") : oneLine(JSON.stringify(preset)),
  oneLine(doc ?? ""),
];

const uncheckedRow = ({ step, side, name, notes }: UncheckedValue): string[] => [step, `${side} ${name}`, oneLine(notes.join("; "))];

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
