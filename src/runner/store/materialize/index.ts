/** How values become files and come back. `save` and `load` are the whole of it; everything else in this folder serves them. */
export { load, type LoadOptions } from "./load.ts";
export { save, saveNow, type SaveOptions } from "./save.ts";
export type { Saved } from "./written.ts";
