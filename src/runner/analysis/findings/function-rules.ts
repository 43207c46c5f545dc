import type { Finding } from "../../model/finding.ts";
import { addOption } from "./option-edits.ts";
import { fileOf, findingAt, type Subject } from "./subject.ts";
import ts from "../typescript.ts";

/** What a step or pipeline may not be, by its parameters and modifiers. */
export const functionFindings = (subject: Subject): Finding[] => {
  const { fn } = subject;
  if (fn === undefined) return [];
  return [...restParameters(subject, fn), ...generator(subject, fn), ...asyncPipeline(subject, fn), ...generic(subject, fn)];
};

type Fn = NonNullable<Subject["fn"]>;

const restParameters = ({ workspace }: Subject, fn: Fn): Finding[] =>
  fn.parameters.flatMap((parameter, index) => {
    const last = index === fn.parameters.length - 1 && ts.isObjectBindingPattern(parameter.name) ? parameter.name.elements : [];
    return [parameter, ...last].flatMap((part) =>
      part.dotDotDotToken === undefined
        ? []
        : [
            findingAt(workspace, "SW1011", part, {
              message: `The rest parameter \`...${part.name.getText()}\` has no fixed inputs.`,
              help: "Take a list as one parameter, or name each input: the inputs of a step are known before it runs.",
            }),
          ],
    );
  });

const generator = ({ workspace, definition }: Subject, fn: Fn): Finding[] =>
  ts.isArrowFunction(fn) || fn.asteriskToken === undefined
    ? []
    : [
        findingAt(workspace, "SW1030", fn.asteriskToken, {
          message: `\`${definition.name}\` is a generator function, whose values come one by one.`,
          help: "Return the values as a list: a step returns once.",
        }),
      ];

const asyncPipeline = ({ workspace, definition, making }: Subject, fn: Fn): Finding[] => {
  const keyword = fn.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  // Where a helper makes it, or its options are not spelled out, it may be dynamic after all.
  if (definition.kind !== "pipeline" || definition.dynamic || keyword === undefined || making === undefined || making.open) return [];
  const edits = addOption(fileOf(workspace, making.node), making, "dynamic", "true");
  return [
    findingAt(workspace, "SW1016", keyword, {
      message: `The pipeline \`${definition.name}\` is async, but a static pipeline is recorded before any step runs.`,
      help: "Remove `async` and `await`, or make it dynamic: `pipeline({ dynamic: true }, async () => { … })`.",
      ...(edits && { fixes: [{ title: "Make the pipeline dynamic", edits }] }),
    }),
  ];
};

const generic = ({ workspace, definition }: Subject, fn: Fn): Finding[] => {
  const [first] = fn.typeParameters ?? [];
  if (first === undefined) return [];
  const constraint = first.constraint === undefined ? "unknown" : unwrapText(first.constraint);
  return [
    findingAt(workspace, "SW1040", first, {
      severity: "hint",
      message: `The ${definition.kind} \`${definition.name}\` is generic: at run time \`${first.name.text}\` is \`${constraint}\`.`,
      help: "Values are checked and stored by the constraint. Write the type out where it should count.",
    }),
  ];
};

const unwrapText = (node: ts.TypeNode): string => node.getText().replace(/\s+/g, " ");
