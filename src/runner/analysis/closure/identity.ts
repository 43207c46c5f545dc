/** The parts of an identity that say which code it stands for. */
export interface BindingRef {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** The top-level binding that holds it: `steps` of `src/a.ts#steps.train`. */
  readonly binding: string;
}

/** Stands in the place of a binding for all that a file does when it is loaded, and all that it exports. */
export const wholeFile = "*";

/** `src/a.ts#steps.train`, `src/a.ts#list[0]`, `src/a.ts#Training.load` → the file and the top-level binding. */
export function bindingOf(identity: string): BindingRef {
  const at = identity.lastIndexOf("#");
  const path = identity.slice(at + 1);
  const end = path.search(/[.[]/);
  return { file: identity.slice(0, at), binding: end === -1 ? path : path.slice(0, end) };
}
