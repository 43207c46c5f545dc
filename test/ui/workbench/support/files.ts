import { readdir, readFile } from "node:fs/promises";
import { until } from "./until.ts";

/** Waits until a file is there whole, as its end says. */
export const fileBecomes = (file: string, isWhole: (content: Buffer) => boolean): Promise<Buffer> =>
  until(() => readFile(file), isWhole, `There is no ${file}, or not all of it`);

/** Waits until a folder has exactly these entries. */
export const folderBecomes = async (folder: string, names: readonly string[]): Promise<void> => {
  const wanted = [...names].sort().join("\n");
  await until(
    async () => (await readdir(folder)).sort().join("\n"),
    (found) => found === wanted,
    `${folder} does not have ${names.join(", ")}`,
  );
};
