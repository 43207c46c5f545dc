/** Names that the manifest and the code share. A test holds the two together. */

export const commands = {
  run: "stepwright.run",
  debug: "stepwright.debug",
  runWith: "stepwright.runWith",
  runStep: "stepwright.runStep",
  debugStep: "stepwright.debugStep",
  stop: "stepwright.stop",
  resume: "stepwright.resume",
  runFrom: "stepwright.runFrom",
  runOnly: "stepwright.runOnly",
  runOnlyWith: "stepwright.runOnlyWith",
  showGraph: "stepwright.showGraph",
  openGraph: "stepwright.openGraph",
  goToCode: "stepwright.goToCode",
  showRun: "stepwright.showRun",
  showLog: "stepwright.showLog",
  showStepLog: "stepwright.showStepLog",
  showWhy: "stepwright.showWhy",
  showArtifact: "stepwright.showArtifact",
  compareArtifact: "stepwright.compareArtifact",
  showPage: "stepwright.showPage",
  filterRuns: "stepwright.filterRuns",
  clearRunFilter: "stepwright.clearRunFilter",
  refresh: "stepwright.refresh",
  createSample: "stepwright.createSample",
  addTypes: "stepwright.addTypes",
  showOutput: "stepwright.showOutput",
  restartService: "stepwright.restartService",
} as const;

/** What the panel's own controls do. */
export const panelCommands = {
  graphFit: "stepwright.graphFit",
  graphZoomIn: "stepwright.graphZoomIn",
  graphZoomOut: "stepwright.graphZoomOut",
  graphFind: "stepwright.graphFind",
  graphShowGraph: "stepwright.graphShowGraph",
  graphShowList: "stepwright.graphShowList",
  graphShowTimeline: "stepwright.graphShowTimeline",
  graphExportSvg: "stepwright.graphExportSvg",
  graphExportPng: "stepwright.graphExportPng",
} as const;

export const views = {
  pipelines: "stepwright.pipelines",
  runs: "stepwright.runs",
  artifacts: "stepwright.artifacts",
  graph: "stepwright.graph",
} as const;

/** Kind of the editor tab that shows a graph. */
export const graphTab = "stepwright.graphTab";

/** Kind of the editor that shows an html artifact as a page. */
export const pageEditor = "stepwright.page";

export const contextKeys = {
  discovery: "stepwright.discovery",
  hasPipelines: "stepwright.hasPipelines",
  running: "stepwright.running",
  runsFiltered: "stepwright.runsFiltered",
  fileHasPipelines: "stepwright.fileHasPipelines",
  fileRuns: "stepwright.fileRuns",
} as const;

export const settings = {
  nodePath: "nodePath",
  environment: "environment",
  saveBeforeRun: "saveBeforeRun",
  codeLens: "codeLens.enabled",
  hover: "hover.enabled",
  exclude: "exclude",
  enforceTypeAnnotations: "enforceTypeAnnotations",
  validation: "validation",
  graphDirection: "graph.direction",
  graphShowArtifacts: "graph.showArtifacts",
  graphNeighbourhoodAbove: "graph.neighbourhoodAbove",
} as const;

/** The part of every setting's name before the first dot. */
export const section = "stepwright";

export const taskType = "stepwright";

/** Languages in whose files pipelines are written. */
export const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact"];
