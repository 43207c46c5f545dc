import { samplePipeline, sampleTsconfig } from "../../src/extension/start/sample.ts";

/** The folder that the suites find open. */
export const suiteFiles = {
  "sample.ts": samplePipeline,
  // The compiler of the editor has no part in what is tested with many files.
  "tsconfig.json": sampleTsconfig.replace('"**/*.ts"', '"*.ts", "src/**/*.ts"'),
  "package.json": '{ "type": "module", "private": true }\n',
  "src/small.ts": `import { pipeline, step } from "stepwright";

export const double = step((value: number) => {
  const result = value * 2;
  return result;
});

export const small = pipeline(({ value = 21 }: { value?: number }) => double(value));
`,
  // Whoever loads it leaves a trace.
  "src/noted.ts": `import { appendFileSync } from "node:fs";
import { pipeline, step } from "stepwright";
appendFileSync(new URL("../loaded.log", import.meta.url), "loaded\\n");

export const survey = step(() => ({ north: { sold: 51 }, south: { sold: 52 } }));
export const noted = pipeline(() => {
  const facts = survey();
  const grown = [1, 2, 3].map((by) => grow(by));
  return [facts, ...grown];
});
export const grow = step((by: number): number => by * 11);
`,
  "src/traced.ts": `import { pipeline, step } from "stepwright";

export const triple = step((value: number) => {
  const result = value * 3;
  return result;
});

export const traced = pipeline(({ value = 21 }: { value?: number }) => triple(value));
`,
};
