import type { Edit } from "../project/edits.ts";
import ts from "../typescript.ts";
import { sdkCalls } from "./sdk-names.ts";

/** Options that change how and when a step runs, but not what it computes. */
const uncounted = new Set(["enableCache", "extra", "hooks", "metadata", "resources", "retry", "runtime", "tags", "timeout", "type"]);

/**
 * Cuts the options that do not count out of the literal options of `step(…)`, `pipeline(…)`, `@step(…)` and `….withOptions(…)`.
 * Where nothing is left the literal goes as well, so that a first option is as little a change as a second one.
 */
export function optionEdits(file: ts.SourceFile): Edit[] {
  const isSdkCall = sdkCalls(file, ["step", "pipeline"]);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [options, next] = node.arguments;
      if (options !== undefined && ts.isObjectLiteralExpression(options)) {
        const isSdk = isSdkCall(node.expression);
        if (isSdk && options.properties.every(isUncounted)) {
          edits.push({ start: options.getStart(file), end: next?.getStart(file) ?? options.getEnd(), text: "" });
        } else if (isSdk || isWithOptions(node.expression)) edits.push(...cuts(options));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

function isWithOptions(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && callee.name.text === "withOptions";
}

function isUncounted({ name }: ts.ObjectLiteralElementLike): boolean {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && uncounted.has(name.text);
}

/** Each cut takes the comma after the property with it, so that what is left is all that counts. */
function cuts({ properties }: ts.ObjectLiteralExpression): Edit[] {
  return properties.flatMap((property, index) => {
    if (!isUncounted(property)) return [];
    const end = properties[index + 1]?.pos ?? (properties.hasTrailingComma ? properties.end : property.end);
    return [{ start: property.pos, end, text: "" }];
  });
}
