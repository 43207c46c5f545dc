/**
 * The ids of one cycle in order, found by depth-first search; undefined where there is none.
 *
 * @param upstreamOf gives a list of its own each time: it is used up
 */
export const findCycle = (ids: Iterable<string>, upstreamOf: (id: string) => string[]): string[] | undefined => {
  const done = new Set<string>();
  for (const start of ids) {
    // An explicit stack: a chain of thousands of steps must not overflow the call stack.
    const path: { readonly id: string; readonly rest: string[] }[] = [];
    const onPath = new Set<string>();
    const enter = (id: string): void => {
      path.push({ id, rest: upstreamOf(id) });
      onPath.add(id);
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        path.pop();
        onPath.delete(top.id);
        done.add(top.id);
      } else if (onPath.has(next)) {
        const found = path.map(({ id }) => id);
        return found.slice(found.indexOf(next)).reverse();
      } else if (!done.has(next)) enter(next);
    }
  }
  return undefined;
};
