/**
 * Environment variables for as long as a step runs. Inline steps share a process and end in any order, so each puts a layer on top of
 * what was there, and takes away just that.
 */
export class EnvironmentLayers {
  /** What the variables were before any layer named them. */
  readonly #base = new Map<string, string | undefined>();
  readonly #layers: Readonly<Record<string, string>>[] = [];

  /** Sets variables. Gives back the way to undo it. */
  add(variables: Readonly<Record<string, string>>): () => void {
    const layer = { ...variables };
    for (const name of Object.keys(layer))
      if (!this.#layers.some((other) => Object.hasOwn(other, name))) this.#base.set(name, process.env[name]);
    this.#layers.push(layer);
    Object.assign(process.env, layer);
    return () => {
      this.#layers.splice(this.#layers.indexOf(layer), 1);
      for (const name of Object.keys(layer)) this.#restore(name);
    };
  }

  #restore(name: string): void {
    const value = this.#layers.findLast((layer) => Object.hasOwn(layer, name))?.[name] ?? this.#base.get(name);
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}
