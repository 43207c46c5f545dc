import type { ts } from "../typescript.ts";
import type { ClassOrigins } from "./class-origin.ts";
import type { SdkTypes } from "./sdk-types.ts";
import type { TypeText } from "./type-text.ts";

/** What every part of the analysis of one program needs. */
export interface Reader {
  readonly checker: ts.TypeChecker;
  /** Absolute path. */
  readonly workspace: string;
  readonly sdk: SdkTypes;
  readonly text: TypeText;
  readonly classes: ClassOrigins;
}
