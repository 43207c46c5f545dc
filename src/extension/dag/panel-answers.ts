import * as vscode from "vscode";
import type { ShownPlan, StepDetails } from "../../runner/model/panel.ts";
import { findUserNode } from "../run/user-node.ts";
import type { ServiceClient } from "../service/service-client.ts";
import type { FolderDefinition } from "../workspace/definitions.ts";
import { plannedSteps, whySentences } from "./why-text.ts";

/**
 * What is known of a step, for the pane beside the graph. It is told twice where a run has it: why it ran takes longer to find out than
 * the rest.
 */
export const tellDetails = async (
  client: ServiceClient,
  { folder, identity }: FolderDefinition,
  run: string | undefined,
  step: string,
  tell: (details: StepDetails) => void,
): Promise<void> => {
  const found = await client.ask("details", { folder, identity, ...(run !== undefined && { run }), step });
  const none = { step, parameters: {}, inputs: [], outputs: [], attempts: [], metadata: {}, tags: [] };
  const details: StepDetails = found.ok ? found.value : { ...none, problem: found.error };
  tell(details);
  if (!found.ok || run === undefined || details.status === undefined || details.status === "pending") return;
  const why = await client.ask("explain", { folder, run, step });
  if (why.ok) tell({ ...details, why: whySentences(why.value) });
};

/** What a run of a pipeline would do now, by the files as they are saved. */
export const planOf = async (client: ServiceClient, { folder, identity }: FolderDefinition): Promise<ShownPlan> => {
  const node = await findUserNode(vscode.Uri.file(folder));
  const own = "problem" in node ? undefined : { path: node.path, environment: node.environment };
  const plan = await client.ask("plan", { folder, identity, ...(own && { node: own }) });
  return plan.ok ? { kind: "steps", steps: plannedSteps(plan.value) } : { kind: "problem", failure: plan.error };
};
