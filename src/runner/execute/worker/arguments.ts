import type { Failure } from "../../model/failure.ts";
import type { InputContent, StepTask } from "../../model/protocol.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { Binding, InputSlot } from "../../model/spec.ts";
import type { Unmaterialized } from "../../sdk/types.ts";
import type { StepDefinition } from "../../sdk/definition.ts";
import { load } from "../../store/materialize/index.ts";
import { objectPath } from "../../store/objects.ts";
import type { Store } from "../../store/store.ts";
import { classAt, type Place } from "../classes-of.ts";
import { contentKey } from "../content-key.ts";
import type { Workbench } from "./attempt.ts";
import type { LoadedModule } from "./loaded-module.ts";
import { materializerOf } from "./materializers.ts";
import { checkInput } from "./typed-values.ts";

/** The inputs of a step by name, and as the arguments of its function. */
export interface Arguments {
  readonly inputs: Record<string, unknown>;
  readonly args: unknown[];
}

/**
 * Reads the inputs of a task and checks them; `SW3007` names the one that cannot be loaded, `SW3012` the one that is not what its type
 * says.
 */
export const loadArguments = async (task: StepTask, bench: Workbench, definition: StepDefinition): Promise<Result<Arguments>> => {
  const { store, module } = bench;
  const inputs: Record<string, unknown> = {};
  const args: unknown[] = [];
  for (const slot of task.invocation.slots) {
    const binding = task.invocation.inputs[slot.name];
    let value: unknown;
    if (binding !== undefined) {
      const loaded = await new InputReader(task, store, module, slot).read(binding);
      if (!loaded.ok) return err(notLoaded(task, slot.name, loaded.error));
      value = loaded.value;
    }
    const checked = await checkInput(bench, task, definition, slot, value);
    if (!checked.ok) return checked;
    value = checked.value;
    inputs[slot.name] = value;
    if (slot.property) {
      const object = (args[slot.position] ??= {}) as Record<string, unknown>;
      object[slot.name] = value;
    } else args[slot.position] = value;
  }
  return ok({ inputs, args: Array.from(args) });
};

class InputReader {
  readonly #task: StepTask;
  readonly #store: Store;
  readonly #module: LoadedModule;
  readonly #slot: InputSlot;

  constructor(task: StepTask, store: Store, module: LoadedModule, slot: InputSlot) {
    this.#task = task;
    this.#store = store;
    this.#module = module;
    this.#slot = slot;
  }

  /** @param place where in the input the binding stands, which says what its declared type is. */
  async read(binding: Binding, place: Place = []): Promise<Result<unknown>> {
    switch (binding.kind) {
      case "value":
        // Each step gets its own copy, also where steps share a process.
        return ok(structuredClone(binding.value));
      case "output":
      case "version":
        return this.#artifact(contentKey(binding), place, binding.kind === "output");
      case "list": {
        const items: unknown[] = [];
        for (const [index, item] of binding.items.entries()) {
          const value = await this.read(item, [...place, index]);
          if (!value.ok) return value;
          items.push(value.value);
        }
        return ok(items);
      }
      case "object": {
        const fields: [string, unknown][] = [];
        for (const [key, field] of Object.entries(binding.fields)) {
          const value = await this.read(field, [...place, key]);
          if (!value.ok) return value;
          fields.push([key, value.value]);
        }
        return ok(Object.fromEntries(fields));
      }
      default:
        return binding satisfies never;
    }
  }

  /** @param own this run made it: a store from elsewhere answers for no step of a run. */
  async #artifact(key: string, place: Place, own: boolean): Promise<Result<unknown>> {
    const content = this.#task.contents[key];
    if (content === undefined) throw new Error(`The task of ${this.#task.invocation.id} has no content ${key}.`);
    if (place.length === 0 && this.#slot.unmaterialized === true) {
      if (content.version === undefined) throw new Error(`${key} is referred to before it has a version.`);
      return ok(unmaterialized(content, content.version, this.#store));
    }
    const { materialized, inline, seal } = content;
    const origin = classAt(this.#slot, place);
    const asClass = origin === undefined || materialized.className === undefined ? undefined : await this.#module.classOf(origin);
    const custom = materializerOf(this.#module, materialized.materializer);
    return load(this.#store, materialized, {
      own,
      inline,
      seal,
      ...(asClass && { asClass }),
      ...(custom && { custom }),
    });
  }
}

const unmaterialized = (content: InputContent, version: string, store: Store): Unmaterialized<unknown> => ({
  artifact: content.artifact,
  version,
  type: content.type,
  path: objectPath(store, content.materialized.content),
  materializer: content.materialized.materializer,
  metadata: content.materialized.metadata,
});

const notLoaded = (task: StepTask, input: string, cause: Failure): Failure => ({
  code: "SW3007",
  message: `The input \`${input}\` of \`${task.invocation.id}\` cannot be loaded. ${cause.message}`,
  help: cause.help,
  ...(task.invocation.at && { at: task.invocation.at }),
});
