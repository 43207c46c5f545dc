/** Entry of the analyzer thread: bundles, closures and signatures, where they are not known from an earlier time. Started by `Analyzer`. */
import { parentPort } from "node:worker_threads";
import { closures } from "../analysis/closure/closures.ts";
import { writeSignatures } from "../analysis/signature/cached.ts";
import { bindingAt } from "../analysis/signature/place.ts";
import { readFromSource } from "../analysis/signature/signatures.ts";
import { ok } from "../model/result.ts";
import type { AnalyzerOperations, AnalyzerReply, AnalyzerRequest } from "./analyzer-protocol.ts";
import { prepare } from "./prepare.ts";
import { silenceChildren } from "./quiet-children.ts";
import { warmSignatures } from "./warm-signatures.ts";

silenceChildren();

/** @param tell says what is looked at next */
const operationsOf = (tell: (reading: string) => void): AnalyzerOperations => ({
  prepare,
  closures,
  signatures: async (cache, request) => {
    const read = readFromSource(request, tell);
    if (!read.ok) return read;
    writeSignatures(cache, request, read.value);
    const { signatures, refused } = read.value;
    return ok({ signatures, refused });
  },
  warmSignatures: async (cache, request, unsaved) => warmSignatures(cache, request, unsaved, tell),
  bindingAt: async (file, line, column) => bindingAt(file, line, column),
});

const answer = async ({ id, operation, args }: AnalyzerRequest): Promise<void> => {
  let reply: AnalyzerReply;
  const operations = operationsOf((reading) => parentPort?.postMessage({ id, reading } satisfies AnalyzerReply));
  try {
    reply = { id, value: await Reflect.apply(operations[operation], operations, args) };
  } catch (error) {
    reply = { id, thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(reply);
};

parentPort?.on("message", (request: AnalyzerRequest) => void answer(request));
