/** How a stored value names the materializer of the author's that wrote it: `custom:REFERENCE/OUTPUT`. */
const prefix = "custom:";

/** The name under which a custom materializer is kept with the values that it wrote. */
export const customName = (ref: string, output: string): string => `${prefix}${ref}/${output}`;

/** Reference and output in such a name; undefined for a materializer of ours. */
export const customParts = (name: string): { readonly ref: string; readonly output: string } | undefined => {
  if (!name.startsWith(prefix)) return undefined;
  const at = name.lastIndexOf("/");
  return { ref: name.slice(prefix.length, at), output: name.slice(at + 1) };
};
