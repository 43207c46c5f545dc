/** Where a value stands in another one. A number is an index in the order of the container. */
export interface Place {
  readonly within: Place | undefined;
  readonly as: "property" | "element" | "map key" | "map value" | "set member";
  readonly key: string | number;
}

/** A path as people write it: `data.features[3][1]`, `scores.get("a")`, `[...tags][0]`. */
export const pathText = (place: Place | undefined, name: string): string => {
  const steps: Place[] = [];
  for (let here = place; here !== undefined; here = here.within) steps.push(here);
  return steps.reverse().reduce(appended, name);
};

const appended = (path: string, { as, key }: Place): string => {
  switch (as) {
    case "property":
      if (typeof key === "string" && isIdentifier.test(key)) return path === "" ? key : `${path}.${key}`;
      return `${path}[${JSON.stringify(key)}]`;
    case "element":
      return `${path}[${key}]`;
    case "map key":
      return `[...${call(path, "keys")}][${key}]`;
    case "map value":
      return typeof key === "number"
        ? `[...${call(path, "values")}][${key}]`
        : `${path === "" ? "" : `${path}.`}get(${JSON.stringify(key)})`;
    case "set member":
      return `[...${path === "" ? "values()" : path}][${key}]`;
    default:
      return as satisfies never;
  }
};

const call = (path: string, method: string): string => `${path === "" ? "" : `${path}.`}${method}()`;

const isIdentifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
