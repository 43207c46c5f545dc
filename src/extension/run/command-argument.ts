import { join } from "node:path";
import * as vscode from "vscode";
import type { StepLogRef } from "../logs/stored-documents.ts";
import type { ArtifactsNode } from "../trees/artifacts-tree.ts";
import type { PipelinesNode } from "../trees/pipelines-tree.ts";
import type { RunsNode } from "../trees/runs-tree.ts";
import type { Definitions, FolderDefinition } from "../workspace/definitions.ts";
import type { StartedRun } from "./run-manager.ts";

/** What a command can be about: a row of a tree, what a lens stands above, what a link names, or nothing. */
export type CommandArgument =
  | FolderDefinition
  | PipelinesNode
  | RunsNode
  | ArtifactsNode
  | StartedRun
  | StepLogRef
  /** The file whose editor it was asked for in. */
  | vscode.Uri
  | { readonly folder: string; readonly run: { readonly id: string } }
  | { readonly folder: string; readonly artifact: string; readonly version: string }
  | { readonly folder: string; readonly file: string; readonly line: number }
  | undefined;

/** The step or pipeline that a command is about. */
export const definitionOf = (argument: CommandArgument): FolderDefinition | undefined => {
  if (argument === undefined || argument instanceof vscode.Uri) return undefined;
  if ("identity" in argument) return argument;
  if ("target" in argument) return argument.target;
  return "definition" in argument ? argument.definition : undefined;
};

/** The run that a command is about. */
export const runOf = (argument: CommandArgument): { folder: string; run: string } | undefined => {
  if (argument === undefined || !("run" in argument) || !("folder" in argument)) return undefined;
  const { folder, run } = argument;
  if (typeof run === "string") return { folder, run };
  return { folder, run: "view" in run ? run.view.id : run.id };
};

/** The step of a run that a command is about. */
export const stepLogOf = (argument: CommandArgument): StepLogRef | undefined => {
  const run = runOf(argument);
  if (run === undefined || argument === undefined || !("step" in argument)) return undefined;
  const { step } = argument;
  if (typeof step !== "string") return "id" in step ? { ...run, step: step.id } : undefined;
  return { ...run, step, ...("attempt" in argument && argument.attempt !== undefined && { attempt: argument.attempt }) };
};

/** The place in the code that a command is about. */
export const placeOf = (
  argument: CommandArgument,
  definitions: Definitions,
): { file: vscode.Uri; line: number; column: number } | undefined => {
  if (argument === undefined) return undefined;
  if ("kind" in argument && argument.kind === "runStep") {
    const facts = argument.run.invocations[argument.step.id];
    const definition = facts?.identity === undefined ? undefined : definitions.find(argument.folder, facts.identity);
    if (definition !== undefined) return placeOf(definition, definitions);
    return facts?.at && { file: vscode.Uri.file(join(argument.folder, facts.at.file)), line: facts.at.line, column: facts.at.column };
  }
  const definition = definitionOf(argument);
  if (definition !== undefined) {
    const { folder, file, nameRange } = definition;
    return { file: vscode.Uri.file(join(folder, file)), ...nameRange.start };
  }
  return "line" in argument ? { file: vscode.Uri.file(join(argument.folder, argument.file)), line: argument.line, column: 1 } : undefined;
};
