const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const declarations = /\.d\.[cm]?ts$/;

/** Whether a file of this name is TypeScript or JavaScript that does more than declare types. */
export const isSource = (name: string): boolean => source.test(name) && !declarations.test(name);
