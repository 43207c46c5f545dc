import { format } from "prettier";
import { table } from "./index.ts";
import type { Row, Section } from "./row.ts";

const head = `# Types at run time

What TypeScript knows of the inputs and outputs of a step, written down or inferred, is checked when values move: an input when the step starts (\`SW3012\`), an output when it returns (\`SW3013\`), a parameter of a pipeline before it is recorded (\`SW5002\`). What a type allows is never refused. What it does not allow is refused with the place and what stands there:

\`\`\`text
data.features[3][1]: expected number, got string "x"
\`\`\`

Of more than five places the number of the others is given. A property that is not there is \`nothing\`. Values that lead back to themselves, and values of any depth, are checked like others. A type that is nested without end is checked 24 types deep.

This page is the whole list of what is checked. It is written from the table that the tests are driven by, where the compiler is asked about each value too: it takes every accepted one for the type, and none of the rejected ones.
`;

const foot = `## How much is looked at

Everything, however large it is: for a value with more than 10,000 parts the schema is compiled, and a million rows of five fields then take some tens of milliseconds, less than a tenth of the time that it takes to write them as JSON. The first such value of a worker waits some 80 ms for the compiler. A typed array is looked at as a whole.

\`STEPWRIGHT_VALIDATION=sample\` (setting \`stepwright.validation\`) looks at a part of what is long: of a list of more than 10,000 elements at 1,000 that are evenly spread, the first and the last among them, and of a map, set or record of that size at the first 1,000. \`STEPWRIGHT_VALIDATION=off\` looks at nothing. \`full\` is the default.

What accepts everything (\`any\`, \`unknown\`, an import without types, JavaScript without JSDoc) is not looked at, and shown as unchecked by \`stepwright run FILE PIPELINE --help\`. What a schema of your own decides on (zod, valibot, arktype) is not checked against its type.

## Text for a parameter

A parameter from the command line, a configuration file or a form is text, and becomes a value of its type before that is checked. Where a type allows several values, the first of these that it allows is taken:

1. the text itself, where it is one of the type's literals: \`1\` for \`"1" | number\` is \`"1"\`
2. what it is as JSON, quoted text aside: \`42\` for \`string | number\` is \`42\`, \`{"x": 1}\` for an interface is an object
3. the text itself, where any text is allowed: \`042\` for \`string | number\` is \`"042"\`
4. a number as people write it (\`+5\`, \`0x10\`), then yes or no: \`true yes on 1\`, \`false no off 0\`, in any case

Text for anything that is not JSON, such as a date or a map, is refused.
`;

/** `docs/types.md`, as the formatter leaves it. */
export const typesPage = async (): Promise<string> =>
  format([head, ...table.map(sectionText), foot].join("\n"), { parser: "markdown", printWidth: 140 });

const sectionText = ({ title, says, rows }: Section): string =>
  [`## ${title}\n`, `${says}\n`, "| type | accepted | rejected |", "| --- | --- | --- |", ...rows.map(rowText), ""].join("\n");

const rowText = (row: Row): string => `| ${[typeCell(row), acceptedCell(row), rejectedCell(row)].join(" | ")} |`;

const typeCell = ({ type, given, unchecked = [] }: Row): string =>
  [
    code(type),
    ...(given === undefined ? [] : [code(given.replace(/\s*\n\s*/g, " "))]),
    ...unchecked.map((note) => `unchecked – ${note}`),
  ].join("<br>");

const acceptedCell = ({ accepts }: Row): string => accepts.map(code).join("<br>");

const rejectedCell = ({ rejects }: Row): string =>
  Object.entries(rejects)
    .map(([value, said]) => `${code(value)}<br>→ ${said.split("\n").map(code).join("<br>→ ")}`)
    .join("<br>");

/** Code in a cell of a table: a bar would end the cell, a backtick the code. */
const code = (text: string): string => {
  const fence = text.includes("`") ? "``" : "`";
  const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${padding}${text.replaceAll("|", "\\|")}${padding}${fence}`;
};
