/** How much of a value is looked at. */
export const validationModes = ["full", "sample", "off"] as const;
export type ValidationMode = (typeof validationModes)[number];

/**
 * What `STEPWRIGHT_VALIDATION` says: `full` looks at everything, `sample` at a part of long lists, `off` at nothing. Anything else, and
 * nothing, is `full`.
 */
export const validationMode = (environment: NodeJS.ProcessEnv): ValidationMode => {
  const said = environment["STEPWRIGHT_VALIDATION"];
  return validationModes.find((mode) => mode === said) ?? "full";
};

/** Of lists, maps, sets and records with more than `above` elements, a sample looks at `size`. */
export const sampling = { above: 10_000, size: 1_000 } as const;

/** Which elements of a list a sample looks at: evenly spread, the first and the last among them. */
export const sampledIndex = (position: number, length: number): number => Math.round((position * (length - 1)) / (sampling.size - 1));
