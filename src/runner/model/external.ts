/** The artifact that a value given with `externalArtifact` becomes a version of. */
export const externalName = (pipeline: string, invocation: string): string => `${pipeline}::${invocation}::external`;

/** What stands for its version in a graph: it gets a number when a run begins. */
export const newVersion = "new";
