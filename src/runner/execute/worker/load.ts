import { pathToFileURL } from "node:url";
import { createRegistry } from "../../compile/registry.ts";
import type { Failure } from "../../model/failure.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import { setProcessKind } from "../../sdk/state.ts";
import { LoadedModule } from "./loaded-module.ts";
import { missingExport } from "./missing-export.ts";
import { describeThrown, placeInStack, thrownTitle } from "./thrown.ts";

/** Loads a bundle and collects what its top-level bindings hold. `SW2007` where it throws, `SW2006` where a package lacks an export. */
export const loadModule = async (bundle: string): Promise<Result<LoadedModule>> => {
  const registry = createRegistry();
  setProcessKind("loading");
  // From here on, so that stacks name the author's files.
  process.setSourceMapsEnabled(true);
  try {
    await import(pathToFileURL(bundle).href);
    return ok(new LoadedModule(registry));
  } catch (error) {
    return err(missingExport(error) ?? loadFailure(error));
  }
};

const loadFailure = (error: unknown): Failure => {
  const thrown = describeThrown(error);
  const at = placeInStack(thrown.stack);
  if (StepwrightError.is(error)) return at === undefined ? error.failure : { ...error.failure, at };
  return {
    code: "SW2007",
    message: `While it was loaded, the module threw ${thrownTitle(thrown)}`,
    help: "Mend it, or move what can fail into a step: loading a module should only define things.",
    ...(at && { at }),
    thrown,
  };
};
