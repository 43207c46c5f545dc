/** The id of the next call of a step, or the next group of a pipeline: its name, then `name_2`, `name_3` …, whichever is free. */
export const nextId = (taken: ReadonlySet<string>, name: string): string => {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}_${String(number)}`)) number++;
  return `${name}_${String(number)}`;
};
