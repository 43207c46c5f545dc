import * as vscode from "vscode";
import { languages } from "../ids.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { locationOf, type Definitions, type FolderDefinition } from "../workspace/definitions.ts";

/** Pipelines and steps among the symbols of a workspace, and of a file. */
export const registerSymbols = (definitions: Definitions, client: ServiceClient): vscode.Disposable => {
  const workspace = vscode.languages.registerWorkspaceSymbolProvider({
    provideWorkspaceSymbols: (query) => {
      client.start();
      return definitions
        .all()
        .filter(({ name }) => matches(name, query))
        .map(
          (definition) =>
            new vscode.SymbolInformation(definition.name, kindOf(definition), containerOf(definition), locationOf(definition)),
        );
    },
  });
  const document = vscode.languages.registerDocumentSymbolProvider(
    languages.map((language) => ({ language, scheme: "file" })),
    {
      provideDocumentSymbols: ({ uri }) =>
        definitions
          .of(uri)
          .map(
            (definition) =>
              new vscode.DocumentSymbol(
                definition.name,
                containerOf(definition),
                kindOf(definition),
                rangeOf(definition.range),
                rangeOf(definition.nameRange),
              ),
          ),
    },
    { label: "Stepwright" },
  );
  return vscode.Disposable.from(workspace, document);
};

/** As the editor itself matches: the letters in this order. */
const matches = (name: string, query: string): boolean => {
  const letters = query.toLowerCase();
  let at = 0;
  for (const letter of name.toLowerCase()) if (letter === letters[at]) at++;
  return at === letters.length;
};

const kindOf = ({ kind }: FolderDefinition): vscode.SymbolKind =>
  kind === "pipeline" ? vscode.SymbolKind.Event : vscode.SymbolKind.Function;

const containerOf = ({ kind, file }: FolderDefinition): string =>
  kind === "pipeline" ? vscode.l10n.t("pipeline in {0}", file) : vscode.l10n.t("step in {0}", file);

const rangeOf = ({ start, end }: FolderDefinition["range"]): vscode.Range =>
  new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
