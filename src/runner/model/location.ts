import * as z from "zod/mini";

/** A place in a source file. Lines and columns count from 1. `file` is an absolute path or relative to the workspace, with `/`. */
export const Location = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
});
export type Location = z.infer<typeof Location>;
