import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Patterns that no rule of its own forbids. */
const forbidden = [
  { selector: "TSAsExpression > TSAsExpression > TSUnknownKeyword", message: "`as unknown as` says that a type is wrong: mend the type." },
  { selector: "TSEnumDeclaration, TSModuleDeclaration[kind='namespace']", message: "Node runs these files by stripping types." },
];

export default defineConfig(
  globalIgnores(["dist/", "test-output/", ".vscode-test/", "test/fixtures/", "test/bench/baselines.mjs", "**/.stepwright/"]),
  // Nobody turns a rule off from inside a file.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.mts", "**/*.cts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-console": "error",
      "max-lines": ["error", { max: 350 }],
      "no-restricted-syntax": ["error", ...forbidden],
      eqeqeq: "error",
      // Without a default, a switch names every member; where nothing else may come, its default assigns to `never`.
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // An async function that awaits nothing is how what it throws becomes a rejection.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" },
      ],
      // `() => emitter.emit(…)` where nothing is expected back reads better than a block.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // `env["HOME"]` says that the name may be absent.
      "@typescript-eslint/dot-notation": ["error", { allowIndexSignaturePropertyAccess: true }],
      // A schema and its type have one name (`const Failure`, `type Failure`).
      "@typescript-eslint/no-redeclare": "off",
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", performance: "readonly", URL: "readonly" } },
    rules: { "no-unused-vars": ["error", { varsIgnorePattern: "^_" }] },
  },
  // The terminal is what these write to.
  {
    files: [
      "src/runner/cli/**",
      "scripts/**",
      "test/run.ts",
      "test/harness/**",
      "test/vscode/electron.ts",
      "test/bench/**",
      "test/torture/**",
      "examples/**",
    ],
    rules: { "no-console": "off" },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...forbidden,
        { selector: "CallExpression[callee.property.name='only']", message: "A test left alone hides the others." },
      ],
      // node:test awaits what `test` and its like return.
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: ["test", "it", "suite", "describe"] }] },
      ],
    },
  },
  {
    // The public types ask of a user's types what code never asks, and where a user's function says `any` they must as well.
    files: ["src/runner/sdk/types.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-generated-empty-object-type": "off",
    },
  },
  {
    // These are read by the compiler and never run: what they refuse is marked, what they make is not used.
    files: ["test/types/**"],
    rules: {
      "@typescript-eslint/no-floating-promises": "off",
      "@typescript-eslint/no-unused-vars": "off",
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
