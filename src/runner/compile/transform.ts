import { pathToFileURL } from "node:url";
import ts from "../analysis/typescript.ts";
import { ok, type Result } from "../model/result.ts";
import { applyEdits } from "../analysis/project/edits.ts";
import { ownPlace } from "./own-place.ts";
import type { ModuleFormat } from "../analysis/project/package-json.ts";
import type { Project } from "../analysis/project/project.ts";
import { registration, type RegisteredSource } from "./registry.ts";
import { bindingName, topLevel, type TopLevelBinding } from "./top-level.ts";

/** What a file imports itself by. */
export const ownModule = "stepwright:own-module";

/**
 * What the loader does to one local file before it is bundled: what the file says about its own place is answered for that file
 * (see `own-place.ts`), and a statement is appended that registers its top-level bindings and its imported packages (see
 * `registry.ts`). Lines and columns of the file stay where they are.
 */
export function transform(file: ts.SourceFile, format: ModuleFormat, project: Project): Result<string> {
  const place = ownPlace(file, format);
  const bindings = topLevel(file);
  const packages = importedPackages(file, format, project);
  if (!packages.ok) return packages;
  const defaultName = unusedName("$default", file.text);
  const appended = [
    // The file imports its own default export: it has no other name in there.
    bindings.some(({ kind }) => kind === "default") ? `import { default as ${defaultName} } from ${JSON.stringify(ownModule)};` : "",
    place.helper,
    registration(
      project.name(file.fileName),
      bindings.map((binding) => ({ name: bindingName(binding), expression: valueOf(binding, defaultName) })),
      packages.value,
    ),
  ].filter((line) => line !== "");
  return ok([applyEdits(file.text, place.edits), ...appended].join("\n"));
}

function unusedName(name: string, text: string): string {
  return text.includes(name) ? unusedName(`${name}_`, text) : name;
}

function valueOf(binding: TopLevelBinding, defaultName: string): string {
  switch (binding.kind) {
    case "local":
      return binding.name;
    case "default":
      return defaultName;
    case "property":
      return `module.exports[${JSON.stringify(binding.name)}]`;
    case "exports":
      return "module.exports";
    default:
      return binding satisfies never;
  }
}

/**
 * One function for each package that the file imports, type-only imports included: a declared type may name a class of that
 * package, and then the value it stands for is looked for there. A package of types alone does not resolve, and is left out.
 */
function importedPackages(file: ts.SourceFile, format: ModuleFormat, project: Project): Result<RegisteredSource[]> {
  const specifiers = new Set(
    file.statements
      .filter(ts.isImportDeclaration)
      .flatMap(({ moduleSpecifier }) => (ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [])),
  );
  const sources: RegisteredSource[] = [];
  for (const specifier of specifiers) {
    const resolved = project.resolver.resolve(specifier, file.fileName, format === "esm" ? "import" : "require");
    if (!resolved.ok) return resolved;
    if (resolved.value.kind !== "package") continue;
    const { path } = resolved.value;
    const expression = format === "esm" ? `import(${JSON.stringify(pathToFileURL(path).href)})` : `require(${JSON.stringify(path)})`;
    sources.push({ name: specifier, expression });
  }
  return ok(sources);
}
