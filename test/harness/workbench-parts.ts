import { findChromium } from "./chromium.ts";
import { installCodeServer } from "./code-server.ts";

/** Why tests of the editor cannot run here; undefined where they can. Installs what can be installed. */
export const missingForWorkbench = (): string | undefined =>
  process.platform === "win32"
    ? "the editor tests need a POSIX system"
    : findChromium() === undefined
      ? "no chromium on the PATH"
      : installCodeServer();
