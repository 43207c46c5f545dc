import { svg, type TemplateResult } from "lit";
import arrowDown from "@vscode/codicons/src/icons/arrow-down.svg";
import arrowRight from "@vscode/codicons/src/icons/arrow-right.svg";
import arrowUp from "@vscode/codicons/src/icons/arrow-up.svg";
import chevronDown from "@vscode/codicons/src/icons/chevron-down.svg";
import chevronRight from "@vscode/codicons/src/icons/chevron-right.svg";
import circle from "@vscode/codicons/src/icons/circle-large.svg";
import close from "@vscode/codicons/src/icons/close.svg";
import debug from "@vscode/codicons/src/icons/bug.svg";
import ellipsis from "@vscode/codicons/src/icons/ellipsis.svg";
import error from "@vscode/codicons/src/icons/error.svg";
import branch from "@vscode/codicons/src/icons/git-branch.svg";
import history from "@vscode/codicons/src/icons/history.svg";
import inspect from "@vscode/codicons/src/icons/inspect.svg";
import loop from "@vscode/codicons/src/icons/refresh.svg";
import layers from "@vscode/codicons/src/icons/layers.svg";
import listTree from "@vscode/codicons/src/icons/list-tree.svg";
import loading from "@vscode/codicons/src/icons/loading.svg";
import map from "@vscode/codicons/src/icons/map.svg";
import artifact from "@vscode/codicons/src/icons/package.svg";
import pass from "@vscode/codicons/src/icons/pass-filled.svg";
import play from "@vscode/codicons/src/icons/play.svg";
import fit from "@vscode/codicons/src/icons/screen-full.svg";
import search from "@vscode/codicons/src/icons/search.svg";
import skipped from "@vscode/codicons/src/icons/debug-step-over.svg";
import slash from "@vscode/codicons/src/icons/circle-slash.svg";
import stop from "@vscode/codicons/src/icons/debug-stop.svg";
import sync from "@vscode/codicons/src/icons/sync.svg";
import timeline from "@vscode/codicons/src/icons/list-selection.svg";
import graph from "@vscode/codicons/src/icons/type-hierarchy-sub.svg";
import warning from "@vscode/codicons/src/icons/warning.svg";
import zoomIn from "@vscode/codicons/src/icons/zoom-in.svg";
import zoomOut from "@vscode/codicons/src/icons/zoom-out.svg";

const sources = {
  arrowDown,
  arrowRight,
  arrowUp,
  artifact,
  branch,
  chevronDown,
  chevronRight,
  circle,
  close,
  debug,
  ellipsis,
  error,
  fit,
  graph,
  history,
  inspect,
  layers,
  listTree,
  loading,
  loop,
  map,
  pass,
  play,
  search,
  skipped,
  slash,
  stop,
  sync,
  timeline,
  warning,
  zoomIn,
  zoomOut,
};

export type IconName = keyof typeof sources;

/** Outlines of VS Code's own icons on a field of 16 by 16, for the page, the canvas and exported pictures alike. */
const outlines = Object.fromEntries(
  Object.entries(sources).map(([name, text]) => [name, [...text.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path ?? "").join("")]),
) as Record<IconName, string>;

/** The outline of an icon. */
export const iconOutline = (name: IconName): string => outlines[name];

/** An icon for the page, in the colour of its text. It says nothing to a screen reader: whoever uses it names the control. */
export function icon(name: IconName, className = "icon"): TemplateResult {
  return svg`<svg class=${className} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path fill="currentColor" d=${outlines[name]} />
  </svg>`;
}
