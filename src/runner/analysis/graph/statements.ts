import type { GraphContext } from "../../model/graph.ts";
import ts from "../typescript.ts";
import { assign, textOf, type Machine } from "./machine.ts";
import { bindPattern } from "./patterns.ts";
import type { Cell, Scope } from "./scope.ts";
import { either, handlesIn, truthOf, undefinedValue, type Value } from "./values.ts";

/** How a statement ends, as far as it certainly does. */
export type Completion = "normal" | "return" | "throw" | "break" | "continue";

/** A function whose body is read. */
export interface Frame {
  readonly returns: Value[];
}

/** Reads statements in order. @returns how they end */
export const readStatements = (machine: Machine, statements: readonly ts.Statement[], scope: Scope, frame: Frame): Completion => {
  for (const statement of statements)
    if (ts.isFunctionDeclaration(statement) && statement.name && statement.body)
      scope.declare(statement.name.text, { kind: "function", node: statement, scope });
  for (const [index, statement] of statements.entries()) {
    const rest = statements.slice(index + 1);
    const completion = ts.isIfStatement(statement)
      ? readIf(machine, statement, scope, frame, rest)
      : { ends: readStatement(machine, statement, scope, frame), readRest: false };
    if (completion.ends !== "normal" || completion.readRest) return completion.ends;
  }
  return "normal";
};

const readStatement = (machine: Machine, node: ts.Statement, scope: Scope, frame: Frame): Completion => {
  machine.recording.spend();
  if (ts.isVariableStatement(node)) declare(machine, node.declarationList, scope);
  else if (ts.isExpressionStatement(node)) machine.evaluate(node.expression, scope);
  else if (ts.isReturnStatement(node)) {
    frame.returns.push(node.expression === undefined ? undefinedValue : machine.evaluate(node.expression, scope));
    return "return";
  } else if (ts.isBlock(node)) return readStatements(machine, node.statements, scope.inner(), frame);
  else if (ts.isIfStatement(node)) return readIf(machine, node, scope, frame, []).ends;
  else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return readForOf(machine, node, scope, frame);
  else if (ts.isForStatement(node)) return readFor(machine, node, scope, frame);
  else if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return readWhile(machine, node, scope, frame);
  else if (ts.isSwitchStatement(node)) return readSwitch(machine, node, scope, frame);
  else if (ts.isTryStatement(node)) return readTry(machine, node, scope, frame);
  else if (ts.isLabeledStatement(node)) return readStatement(machine, node.statement, scope, frame);
  else if (ts.isThrowStatement(node)) {
    machine.evaluate(node.expression, scope);
    return "throw";
  } else if (ts.isBreakStatement(node)) return "break";
  else if (ts.isContinueStatement(node)) return "continue";
  return "normal";
};

const declare = (machine: Machine, list: ts.VariableDeclarationList, scope: Scope): void => {
  for (const { name, initializer } of list.declarations)
    bindPattern(machine, name, initializer === undefined ? undefinedValue : machine.evaluate(initializer, scope), scope);
};

/** Where one arm leaves, what follows the `if` is the other arm: it is read here, as part of it. */
const readIf = (
  machine: Machine,
  node: ts.IfStatement,
  scope: Scope,
  frame: Frame,
  rest: readonly ts.Statement[],
): { readonly ends: Completion; readonly readRest: boolean } => {
  const truth = truthOf(machine.evaluate(node.expression, scope));
  const { thenStatement, elseStatement } = node;
  if (truth !== undefined) {
    const taken = truth ? thenStatement : elseStatement;
    return { ends: taken === undefined ? "normal" : readStatement(machine, taken, scope, frame), readRest: false };
  }
  const text = textOf(node.expression);
  const contexts: readonly GraphContext[] = [
    { kind: "branch", text: `if (${text})` },
    { kind: "branch", text: `else of if (${text})` },
  ];
  const ends = readArms(machine, [
    [contexts[0], () => readStatement(machine, thenStatement, scope, frame)],
    [contexts[1], () => (elseStatement === undefined ? "normal" : readStatement(machine, elseStatement, scope, frame))],
  ]);
  const left = ends.filter((end) => end !== "normal");
  if (left.length === 0) return { ends: "normal", readRest: false };
  machine.recording.exits++;
  if (left.length === ends.length)
    return { ends: left.every((end) => end === left[0]) ? (left[0] ?? "normal") : "return", readRest: false };
  const other = contexts[ends.indexOf("normal")];
  if (other === undefined || rest.length === 0) return { ends: "normal", readRest: false };
  let end: Completion = "normal";
  machine.recording.uncertain(other, () => {
    end = readStatements(machine, rest, scope, frame);
  });
  return { ends: end, readRest: true };
};

/** Reads code of which one part is gone through, and which one is not known. Variables hold afterwards what either part gave them. */
const readArms = (machine: Machine, arms: readonly (readonly [GraphContext | undefined, () => Completion])[]): Completion[] => {
  const ends: Completion[] = [];
  const before = new Map<Cell, Value>();
  const after = arms.map(([context, read]) => {
    const journal = machine.recording.uncertain(context ?? { kind: "branch", text: "" }, () => {
      ends.push(read());
    });
    const values = new Map([...journal.keys()].map((cell) => [cell, cell.value]));
    for (const [cell, value] of journal) {
      if (!before.has(cell)) before.set(cell, value);
      cell.value = value;
    }
    return values;
  });
  // What an arm does that leaves is not seen by what follows.
  const staying = after.filter((_, index) => ends[index] === "normal");
  for (const [cell, value] of before) {
    const values = (staying.length === 0 ? after : staying).map((arm) => arm.get(cell) ?? value);
    assign(machine, cell, either(cell.name, values));
  }
  return ends;
};

const readForOf = (machine: Machine, node: ts.ForOfStatement | ts.ForInStatement, scope: Scope, frame: Frame): Completion => {
  const over = listOf(machine.evaluate(node.expression, scope), ts.isForInStatement(node));
  const bind = (value: Value): Scope => {
    const inner = scope.inner();
    const { initializer } = node;
    if (ts.isVariableDeclarationList(initializer))
      for (const { name } of initializer.declarations) bindPattern(machine, name, value, inner);
    else if (ts.isIdentifier(initializer)) {
      const cell = scope.find(initializer.text);
      if (cell !== undefined) assign(machine, cell, value);
    }
    return inner;
  };
  const head = textOf(node)
    .slice(0, node.statement.getStart() - node.getStart())
    .trim();
  if (over.items === undefined) {
    const item: Value = { kind: "unknown", text: textOf(node.initializer).replace(/^(?:const|let|var) /, ""), of: over.of };
    return loopOnce(machine, node, head, scope, () => readStatement(machine, node.statement, bind(item), frame));
  }
  for (const item of over.items) {
    const end = iteration(machine, node, scope, () => readStatement(machine, node.statement, bind(item), frame));
    if (end !== "normal") return end === "left" ? "normal" : end;
  }
  return "normal";
};

/** What a loop goes over, if all of it is known. */
const listOf = (
  value: Value,
  keys: boolean,
): { readonly items?: readonly Value[]; readonly of: Extract<Value, { kind: "unknown" }>["of"] } => {
  const of = handlesIn(value);
  if (value.kind === "list" && !value.open)
    return { of, items: keys ? value.items.map((_, index) => ({ kind: "json", value: String(index) })) : [...value.items] };
  if (value.kind === "object" && !value.open && keys)
    return { of, items: [...value.fields.keys()].map((key) => ({ kind: "json", value: key })) };
  if (value.kind === "json" && typeof value.value === "string")
    return { of, items: Array.from(value.value, (text) => ({ kind: "json", value: text })) };
  if (value.kind === "handle" && value.handle.output === undefined && value.handle.call.kind === "tuple") {
    const { call } = value.handle;
    return { of, items: call.outputs.map(({ name }) => ({ kind: "handle", handle: { call, output: name } })) };
  }
  return { of };
};

/**
 * Reads the body of a loop once, as gone through some number of times. What it assigns may come from an earlier turn already, so such
 * variables are not known in it.
 */
const loopOnce = (machine: Machine, loop: ts.Node, head: string, scope: Scope, read: () => Completion): Completion => {
  const carried = carriedCells(loop, scope);
  const before = new Map([...carried].map((cell) => [cell, cell.value]));
  machine.recording.uncertain({ kind: "loop", text: head }, () => {
    for (const [cell, value] of before) assign(machine, cell, { kind: "unknown", text: cell.name, of: handlesIn(value) });
    read();
  });
  for (const [cell, value] of before) assign(machine, cell, either(cell.name, [value, cell.value]));
  return "normal";
};

/** The variables from outside of a loop that it assigns. */
const carriedCells = (loop: ts.Node, scope: Scope): ReadonlySet<Cell> => {
  const cells = new Set<Cell>();
  const add = (target: ts.Node): void => {
    const cell = ts.isIdentifier(target) ? scope.find(target.text) : undefined;
    if (cell !== undefined) cells.add(cell);
    if (ts.isArrayLiteralExpression(target)) target.elements.forEach(add);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) add(node.left);
    if (ts.isPostfixUnaryExpression(node)) add(node.operand);
    if (
      ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
    )
      add(node.operand);
    ts.forEachChild(node, visit);
  };
  visit(loop);
  return cells;
};

const isAssignment = (operator: ts.SyntaxKind): boolean =>
  operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;

/**
 * One turn of a loop whose turns are known. Where it may have been left, what follows is only a maybe: "left" ends the loop.
 */
const iteration = (machine: Machine, loop: ts.Node, scope: Scope, read: () => Completion): "normal" | "left" | "return" | "throw" => {
  const { recording } = machine;
  const exits = recording.exits;
  const carried = carriedCells(loop, scope);
  const end = read();
  if (end === "return" || end === "throw") return end;
  if (end === "break") return "left";
  if (recording.exits === exits) return "normal";
  // The next turns are like this one, and how many there are only running tells.
  for (const cell of carried) assign(machine, cell, { kind: "unknown", text: cell.name, of: handlesIn(cell.value) });
  return "left";
};

const readFor = (machine: Machine, node: ts.ForStatement, scope: Scope, frame: Frame): Completion => {
  const inner = scope.inner();
  const { initializer, condition, incrementor, statement } = node;
  if (initializer !== undefined) {
    if (ts.isVariableDeclarationList(initializer)) declare(machine, initializer, inner);
    else machine.evaluate(initializer, inner);
  }
  const turn = (): Completion => {
    const end = readStatement(machine, statement, inner.inner(), frame);
    if (incrementor !== undefined && (end === "normal" || end === "continue")) machine.evaluate(incrementor, inner);
    return end;
  };
  const head = textOf(node)
    .slice(0, statement.getStart() - node.getStart())
    .trim();
  return turns(
    machine,
    { loop: node, head, scope: inner },
    () => (condition === undefined ? undefined : truthOf(machine.evaluate(condition, inner))),
    turn,
  );
};

const readWhile = (machine: Machine, node: ts.WhileStatement | ts.DoStatement, scope: Scope, frame: Frame): Completion => {
  const turn = (): Completion => readStatement(machine, node.statement, scope.inner(), frame);
  if (ts.isDoStatement(node)) {
    const end = turn();
    if (end === "return" || end === "throw") return end;
    if (end === "break") return "normal";
  }
  // `while (true)` is left from inside, and when only running tells.
  const isEndless = node.expression.kind === ts.SyntaxKind.TrueKeyword;
  return turns(
    machine,
    { loop: node, head: `while (${textOf(node.expression)})`, scope },
    () => (isEndless ? undefined : truthOf(machine.evaluate(node.expression, scope))),
    turn,
  );
};

/** Goes through a loop as long as its condition is known to hold; from where it is not known, once more for all further turns. */
const turns = (
  machine: Machine,
  { loop, head, scope }: { readonly loop: ts.Node; readonly head: string; readonly scope: Scope },
  condition: () => boolean | undefined,
  turn: () => Completion,
): Completion => {
  for (;;) {
    machine.recording.spend();
    const holds = condition();
    if (holds === false) return "normal";
    if (holds === undefined) return loopOnce(machine, loop, head, scope, turn);
    const end = iteration(machine, loop, scope, turn);
    if (end !== "normal") return end === "left" ? "normal" : end;
  }
};

const readSwitch = (machine: Machine, node: ts.SwitchStatement, scope: Scope, frame: Frame): Completion => {
  const value = machine.evaluate(node.expression, scope);
  const { clauses } = node.caseBlock;
  const inner = scope.inner();
  const tests = clauses.map((clause) => (ts.isCaseClause(clause) ? machine.evaluate(clause.expression, inner) : undefined));
  const isKnown = value.kind === "json" && tests.every((test) => test === undefined || test.kind === "json");
  if (isKnown) {
    const matching = tests.findIndex((test) => test?.kind === "json" && test.value === value.value);
    const start = matching >= 0 ? matching : clauses.findIndex(ts.isDefaultClause);
    const end =
      start < 0
        ? "normal"
        : readStatements(
            machine,
            clauses.slice(start).flatMap(({ statements }) => [...statements]),
            inner,
            frame,
          );
    return end === "break" ? "normal" : end;
  }
  const text = textOf(node.expression);
  const ends = readArms(
    machine,
    clauses.map((clause) => [
      { kind: "branch", text: `${ts.isCaseClause(clause) ? `case ${textOf(clause.expression)}` : "default"} of switch (${text})` },
      () => {
        const end = readStatements(machine, clause.statements, inner, frame);
        return end === "break" ? "normal" : end;
      },
    ]),
  );
  const [first = "normal"] = ends;
  return clauses.some(ts.isDefaultClause) && ends.every((end) => end === first) ? first : "normal";
};

const readTry = (machine: Machine, node: ts.TryStatement, scope: Scope, frame: Frame): Completion => {
  const end = readStatements(machine, node.tryBlock.statements, scope.inner(), frame);
  const { catchClause, finallyBlock } = node;
  if (catchClause !== undefined) {
    readArms(machine, [
      [
        { kind: "branch", text: "catch" },
        () => {
          const inner = scope.inner();
          const caught = catchClause.variableDeclaration?.name;
          if (caught !== undefined) bindPattern(machine, caught, { kind: "unknown", text: textOf(caught), of: [] }, inner);
          return readStatements(machine, catchClause.block.statements, inner, frame);
        },
      ],
      [undefined, () => "normal"],
    ]);
  }
  if (finallyBlock === undefined) return end === "throw" ? "normal" : end;
  const last = readStatements(machine, finallyBlock.statements, scope.inner(), frame);
  return last === "normal" ? (end === "throw" ? "normal" : end) : last;
};
