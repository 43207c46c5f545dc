import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/**
 * Loaded before a program (`--import`), this makes its file system one without hard links, as FAT and many network shares are: `link`
 * answers with the error that `TEST_LINK_ERROR` names. Everything else is the real disk.
 */
const code = process.env["TEST_LINK_ERROR"] ?? "EPERM";

fs.linkSync = (from, to) => {
  throw Object.assign(new Error(`${code}: link '${String(from)}' -> '${String(to)}'`), { code, syscall: "link" });
};
syncBuiltinESMExports();
