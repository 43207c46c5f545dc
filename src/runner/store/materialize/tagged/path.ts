/** One step on the way to a place inside a value: how it is written in code, and what for. Written only when a person must read it. */
export type Segment = readonly [write: (key: unknown) => string, key: unknown];

/** The whole way from `root`, such as `model.layers[2].fn`. */
export function writePath(root: string, way: readonly Segment[]): string {
  return root + way.map(([write, key]) => write(key)).join("");
}

/** `.layers`, `["a b"]` */
export function property(key: unknown): string {
  const name = String(key);
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** `[2]`; of the named properties that an array can have, `.columns` */
export function element(key: unknown): string {
  const name = String(key);
  return /^\d+$/.test(name) ? `[${name}]` : property(name);
}

/** `.get("k")`. A key that is an object has no short way to write it. */
export function mapEntry(key: unknown): string {
  if (typeof key === "string") return `.get(${JSON.stringify(key)})`;
  return typeof key === "object" && key !== null ? ".get(…)" : `.get(${String(key)})`;
}

/** `.keys()`, `.values()`: members that can only be come by one after the other. */
export function member(key: unknown): string {
  return `.${String(key)}()`;
}
