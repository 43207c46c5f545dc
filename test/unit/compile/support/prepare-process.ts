import { prepare, type PrepareRequest } from "../../../../src/runner/compile/prepare.ts";

/** Prepares what the first argument asks for, and answers with the bundle's path and hash. */
const prepared = await prepare(JSON.parse(process.argv[2] ?? "") as PrepareRequest);
process.send?.(prepared.ok ? [prepared.value.bundle, prepared.value.hash] : prepared.error);
