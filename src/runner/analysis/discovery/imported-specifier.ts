/** A longer text is no path. */
const longest = 500;

const newLine = 0x0a;
const space = 0x20;
const double = 0x22;
const hash = 0x23;
const single = 0x27;
const open = 0x28;
const star = 0x2a;
const dot = 0x2e;
const slash = 0x2f;
const at = 0x40;
const tilde = 0x7e;

/**
 * The module specifier that stands after `from`, `require` or `import`, if it can mean a file of the project: one that begins like a path
 * or an alias (`./house.js`, `..`, `@/house`, `#lib/house`, `~/house`), or with the name of one of its packages.
 *
 * @param from where the word ends
 */
export const importedSpecifier = (bytes: Buffer, from: number, packages: ReadonlySet<string>): string | undefined => {
  const start = afterTrivia(bytes, from) + 1;
  const quote = bytes[start - 1];
  if (quote !== double && quote !== single) return undefined;
  const first = bytes[start];
  const local = first === dot || first === at || first === tilde || first === hash;
  if (!local && packages.size === 0) return undefined;
  let end = start;
  for (; bytes[end] !== quote; end++) if (bytes[end] === newLine || end - start > longest || end >= bytes.length) return undefined;
  const specifier = bytes.toString("utf8", start, end);
  return local || packages.has(/^[^/]*/.exec(specifier)?.[0] ?? "") ? specifier : undefined;
};

/** Past white space, opening brackets and comments. */
const afterTrivia = (bytes: Buffer, from: number): number => {
  for (let next = from; ; next++) {
    const char = bytes[next];
    if (char === slash && bytes[next + 1] === star) {
      const end = bytes.indexOf("*/", next + 2);
      if (end < 0) return bytes.length;
      next = end + 1;
    } else if (char === slash && bytes[next + 1] === slash) {
      const end = bytes.indexOf("\n", next);
      if (end < 0) return bytes.length;
      next = end;
    } else if (char === undefined || (char > space && char !== open)) return next;
  }
};
