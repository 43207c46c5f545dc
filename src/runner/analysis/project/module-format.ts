import { extname } from "node:path";
import ts from "../typescript.ts";
import type { Inputs } from "./inputs.ts";
import { declaredFormat, type ModuleFormat } from "./package-json.ts";

/** The format of a file by Node's rules: its extension, else the nearest package.json, else whether it has module syntax. */
export function moduleFormat(file: ts.SourceFile, inputs: Inputs): ModuleFormat {
  switch (extname(file.fileName)) {
    case ".mts":
    case ".mjs":
      return "esm";
    case ".cts":
    case ".cjs":
      return "cjs";
    default:
      return declaredFormat(file.fileName, inputs) ?? (ts.isExternalModule(file) ? "esm" : "cjs");
  }
}
