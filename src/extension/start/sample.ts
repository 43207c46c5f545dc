/** The first pipeline of a person: small, with something to see. */
export const samplePipeline = `import { pipeline, step } from "stepwright";

/** Sales of each month. */
export const loadSales = step(() => [
  { month: "January", region: "North", sold: 12 },
  { month: "February", region: "North", sold: 15 },
  { month: "March", region: "South", sold: 11 },
  { month: "April", region: "South", sold: 19 },
  { month: "May", region: "North", sold: 24 },
  { month: "June", region: "South", sold: 22 },
]);

/** What a region sold in all. */
export const sumByRegion = step((sales: { region: string; sold: number }[]) => {
  const sums: Record<string, number> = {};
  for (const { region, sold } of sales) sums[region] = (sums[region] ?? 0) + sold;
  return sums;
});

/** The mean of as many months as the window is wide. */
export const smooth = step((sales: { sold: number }[], window: number) =>
  sales.map((_, i) => {
    const months = sales.slice(Math.max(0, i + 1 - window), i + 1);
    return months.reduce((sum, { sold }) => sum + sold, 0) / months.length;
  }),
);

export const best = step((means: number[]) => Math.max(...means));

/**
 * Run it twice: the second time every step comes from the cache. Change the window, and only what
 * depends on it runs again.
 */
export const salesReport = pipeline(({ window = 3 }: { window?: number }) => {
  const sales = loadSales();
  const sums = sumByRegion(sales);
  const means = smooth(sales, window);
  const peak = best(means);
  return [sums, peak];
});
`;

/**
 * For a folder that has none: strict, and with the types that stand beside it. Without a package.json `nodenext` would take the files for
 * CommonJS, in which `import.meta.main` and `await` are errors.
 */
export const sampleTsconfig = `{
  "compilerOptions": {
    "target": "es2024",
    "module": "preserve",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true
  },
  "include": ["**/*.ts"]
}
`;
