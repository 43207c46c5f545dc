/**
 * Who may import whom: the rooms of docs/architecture.md as rules. Types count like values, for a type from the wrong room is as
 * hard to move as a function. `test/unit/repo/dependencies.test.ts` proves that a forbidden import is caught.
 */

/** A room of the runner, and the rooms that it may import besides itself. */
const rooms = {
  model: [],
  sdk: ["model"],
  analysis: ["model"],
  compile: ["model", "analysis"],
  store: ["model"],
  validate: ["model"],
  execute: ["model", "sdk", "analysis", "compile", "store", "validate"],
  service: ["model", "analysis", "compile", "execute", "store"],
};

/**
 * @param {[string, string[]]} room
 * @returns {import("dependency-cruiser").IForbiddenRuleType}
 */
const roomRule = ([room, others]) => ({
  name: `room-${room}`,
  comment: `src/runner/${room} imports ${others.length === 0 ? "no other room" : `only ${others.join(", ")}`}.`,
  severity: "error",
  from: { path: `^src/runner/${room}/` },
  to: { path: "^(src|webview|test|scripts|examples)/", pathNot: `^src/runner/(${[room, ...others].join("|")})/` },
});

/**
 * A package that one place wraps, so that the rest can be kept from it and a successor goes in there.
 * @param {string} name
 * @param {string} path pattern of the files that may import it
 * @returns {import("dependency-cruiser").IForbiddenRuleType}
 */
const wrapped = (name, path) => ({
  name: `wrapped-${name}`,
  comment: `Only ${path} imports ${name}.`,
  severity: "error",
  from: { path: "^(src|webview)/", pathNot: path },
  to: { path: `(^|/)node_modules/(@types/)?${name.replace(".", "\\.")}/` },
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(rooms).map(roomRule),
    {
      name: "runner-alone",
      comment: "The runner works without VS Code: it imports neither its module nor the extension nor the webview.",
      severity: "error",
      from: { path: "^src/runner/" },
      to: { path: "^vscode$|^src/extension/|^webview/|(^|/)node_modules/@types/vscode/" },
    },
    {
      name: "extension-through-model",
      comment: "The extension knows the runner by its messages: of its source it imports the model.",
      severity: "error",
      from: { path: "^src/extension/" },
      to: { path: "^src/runner/|^webview/", pathNot: "^src/runner/model/" },
    },
    {
      name: "webview-model-only",
      comment: "The panel's code runs in a browser: of the source it imports the model.",
      severity: "error",
      from: { path: "^webview/" },
      to: { path: "^src/|^vscode$", pathNot: "^src/runner/model/" },
    },
    {
      name: "product-alone",
      comment: "The product imports neither tests nor scripts nor examples.",
      severity: "error",
      from: { path: "^(src|webview)/" },
      to: { path: "^(test|scripts|examples)/" },
    },
    wrapped("typescript", "^src/runner/analysis/typescript\\.ts$"),
    wrapped("esbuild", "^src/runner/(compile|analysis/(closure|project))/"),
    wrapped("@vscode/webview-ui-toolkit", "^webview/shared/toolkit\\.ts$"),
    wrapped("cytoscape", "^webview/dag/canvas/"),
    wrapped("@dagrejs/dagre", "^webview/dag/graph/layout\\.ts$"),
    wrapped("sql.js", "^src/runner/store/database/"),
    {
      name: "no-circle",
      comment: "Modules that need each other to load have no order to load in. Types may refer to each other.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "unresolved",
      comment: "An import leads somewhere.",
      severity: "error",
      from: { path: "^(src|webview)/" },
      to: { couldNotResolve: true, pathNot: "^vscode$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
