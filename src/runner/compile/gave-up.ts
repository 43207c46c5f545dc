import { totalmem } from "node:os";
import type { SignatureRequest } from "../analysis/signature/signatures.ts";
import type { Failure } from "../model/failure.ts";

/** The checker did not come to an end with what it was given. */
export class GaveUp extends Error {
  readonly why: "time" | "memory";

  constructor(why: "time" | "memory") {
    super(`the analyzer gave up: ${why}`);
    this.why = why;
  }
}

/** Seconds that the checker may take; `STEPWRIGHT_ANALYSIS_TIMEOUT` says another number. */
export const analysisSeconds = (): number => {
  const given = Number(process.env["STEPWRIGHT_ANALYSIS_TIMEOUT"]);
  return given > 0 ? given : 60;
};

/** Megabytes that the analyzer may take: half of what the machine has, and at most 4,096. */
export const analysisMegabytes = (): number => Math.min(4096, Math.max(512, Math.floor(totalmem() / 2 ** 21)));

/** @param reading identity of what it was about to read; absent where it was still putting the program together */
export const gaveUpFailure = ({ why }: GaveUp, { files }: SignatureRequest, reading: string | undefined): Failure => {
  const spent = why === "time" ? `more than ${String(analysisSeconds())} seconds` : `more than ${String(analysisMegabytes())} MB of memory`;
  const what =
    reading === undefined
      ? `The source that ${files.length === 1 ? "the file" : "these files"} reach`
      : `The type of an input or output of \`${reading}\``;
  const help =
    reading === undefined
      ? "Import less into files with steps, or allow more time: STEPWRIGHT_ANALYSIS_TIMEOUT=600."
      : "Give it a simpler type: one that is not computed, or `unknown`, which is not checked. More time: STEPWRIGHT_ANALYSIS_TIMEOUT=600.";
  return { code: "SW2011", message: `${what} is too much for the type checker: it took ${spent}.`, help };
};
