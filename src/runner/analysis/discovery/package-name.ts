import { readFileSync } from "node:fs";
import * as z from "zod/mini";

const Named = z.object({ name: z.string() });

/** The name that the package.json of a folder gives; undefined where it gives none, or cannot be read. */
export const packageNameIn = (folder: string): string | undefined => {
  try {
    const { name } = Named.parse(JSON.parse(readFileSync(`${folder}/package.json`, "utf8")));
    return name === "" ? undefined : name;
  } catch {
    return undefined;
  }
};
