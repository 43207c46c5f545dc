import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Graph, GraphStep } from "../../../src/runner/model/graph.ts";
import { curveOf, type Curve } from "../../../webview/dag/canvas/edge-curve.ts";
import { groupId } from "../../../webview/dag/graph/groups.ts";
import { layOut, type Place, type Point } from "../../../webview/dag/graph/layout.ts";
import { hiddenNeighbours, neighbourhood, neighboursOf, widened } from "../../../webview/dag/graph/neighbourhood.ts";
import { searchSteps } from "../../../webview/dag/graph/search.ts";
import { viewOf, type GraphView, type ViewOptions } from "../../../webview/dag/graph/view.ts";
import { treeItems } from "../../../webview/dag/tree/tree-items.ts";
import { layeredGraph, training } from "../../ui/panel/support/graphs.ts";

const open: ViewOptions = { showArtifacts: false, closed: new Set() };
const size = { width: 100, height: 40 };

/** Nodes by their names and edges between them: a picture in words. */
function drawn({ nodes, edges }: GraphView): readonly string[] {
  const name = (id: string): string => {
    const node = nodes.find((each) => each.id === id);
    return node?.kind === "step" ? node.step.id : node?.kind === "group" ? `[${node.name}]` : `(${node?.name ?? "?"})`;
  };
  return edges.map(({ source, target, kind }) => `${name(source)} ${kind === "after" ? "⇢" : "→"} ${name(target)}`);
}

suite("a graph becomes nodes and edges", () => {
  test("steps and who waits for whom, each edge once", () => {
    assert.deepEqual(drawn(viewOf(training, open)), [
      "loadData → cleanRows",
      "cleanRows → splitRows",
      "splitRows → trainForest",
      "splitRows → trainNeighbours",
      "trainForest → score",
      "splitRows → score",
      "trainNeighbours → score_2",
      "splitRows → score_2",
      "score → compareModels",
      "score_2 → compareModels",
      "compareModels ⇢ notify",
    ]);
  });

  test("a closed group stands for its steps", () => {
    const view = viewOf(training, { ...open, closed: new Set([groupId(["prepare"])]) });
    assert.deepEqual(drawn(view).slice(0, 3), ["loadData → [prepare]", "[prepare] → trainForest", "[prepare] → trainNeighbours"]);
    assert.ok(!view.nodes.some(({ id }) => id === "step:cleanRows"));
  });

  test("artifacts stand between steps, and those inside a closed group are not seen", () => {
    const edges = drawn(viewOf(training, { ...open, showArtifacts: true }));
    assert.ok(
      edges.includes("splitRows → (train)") && edges.includes("(train) → trainForest") && edges.includes("(train) → trainNeighbours"),
    );
    const closed = drawn(viewOf(training, { showArtifacts: true, closed: new Set([groupId(["prepare"])]) }));
    assert.ok(!closed.some((edge) => edge.includes("(cleanRows)")));
    assert.ok(closed.includes("[prepare] → (test)"));
  });

  test("stored versions, structures, expressions and ids with dots are found", () => {
    const graph: Graph = {
      pipeline: "p",
      file: "p.ts",
      steps: [
        { id: "load.v2", step: "load", inputs: {}, outputs: [{ name: "output", type: "number" }], after: [] },
        {
          id: "use",
          step: "use",
          inputs: {
            config: { object: { list: { list: [{ from: "load.v2.output" }, { artifact: "model", version: "3" }] } } },
            guess: { expression: "x + 1", of: ["load.v2.output"] },
          },
          outputs: [],
          after: [],
        },
      ],
    };
    assert.deepEqual(drawn(viewOf(graph, { ...open, showArtifacts: true })), ["load.v2 → (load.v2)", "(load.v2) → use", "(model) → use"]);
  });

  test("an input from a step that is not there, and one that waits for itself, draw nothing", () => {
    const graph: Graph = {
      pipeline: "p",
      file: "p.ts",
      steps: [{ id: "a", step: "a", inputs: { x: { from: "gone.output" } }, outputs: [], after: ["a", "gone"] }],
    };
    assert.deepEqual(drawn(viewOf(graph, open)), []);
  });
});

suite("a neighbourhood", () => {
  test("reaches up and down and not sideways", () => {
    const near = neighbourhood(neighboursOf(training), "trainForest", 1, 60);
    assert.deepEqual([...near].sort(), ["score", "splitRows", "trainForest"]);
  });

  test("has a limit, nearest first", () => {
    const near = neighbourhood(neighboursOf(layeredGraph(600)), "step300", 20, 25);
    assert.equal(near.size, 25);
    assert.ok(near.has("step300"));
  });

  const neighbours = neighboursOf(training);
  /** The edge of what is drawn, in words. */
  const edge = (only: ReadonlySet<string>, closed: readonly string[] = []): readonly string[] =>
    [...hiddenNeighbours(viewOf(training, { ...open, closed: new Set(closed), only }), neighbours)].map(
      ([node, { before, after }]) => `${node} ${String(before)}/${String(after)}`,
    );

  test("has an edge: each step whose neighbours are not all drawn, on either side", () => {
    assert.deepEqual(edge(new Set(["splitRows", "trainForest", "score"])), ["step:splitRows 1/2", "step:score 0/1"]);
    assert.deepEqual(edge(new Set(training.steps.map(({ id }) => id))), []);
  });

  test("counts what a closed group hides outside of it, each step once", () => {
    const only = new Set(["cleanRows", "splitRows", "score"]);
    assert.deepEqual(edge(only, [groupId(["prepare"])]), [`${groupId(["prepare"])} 1/3`, "step:score 1/1"]);
  });

  test("grows by what is opened, one after the other, and not by what is out of it", () => {
    const grown = widened(neighbours, new Set(["score"]), [
      { step: "notify", side: "before" },
      { step: "score", side: "after" },
      { step: "compareModels", side: "after" },
    ]);
    assert.deepEqual([...grown], ["score", "compareModels", "notify"]);
  });
});

suite("a search", () => {
  test("finds by words in any order, without case, also by group and output", () => {
    assert.deepEqual(searchSteps(training, "FOREST train"), ["trainForest"]);
    assert.deepEqual(searchSteps(training, "prepare"), ["cleanRows", "splitRows"]);
    assert.deepEqual(searchSteps(training, "test"), ["splitRows"]);
    assert.deepEqual(searchSteps(training, "  "), []);
  });
});

suite("a layout", () => {
  for (const direction of ["down", "right"] as const) {
    test(`puts every step after those it waits for, ${direction}`, () => {
      const view = viewOf(training, { ...open, showArtifacts: true });
      const { nodes } = layOut(view, () => size, direction);
      const along = (id: string): number => nodes.get(id)?.[direction === "down" ? "y" : "x"] ?? NaN;
      for (const { source, target } of view.edges) assert.ok(along(source) < along(target), `${source} before ${target}`);
    });
  }

  for (const [direction, across] of [
    ["down", "x"],
    ["right", "y"],
  ] as const) {
    test(`puts steps side by side in the order of their calls, whether something connects them or nothing does, ${direction}`, () => {
      const alone = (id: string, more: Partial<GraphStep> = {}): GraphStep => ({
        id,
        step: id,
        line: 1,
        inputs: {},
        outputs: [],
        after: [],
        ...more,
      });
      const group = ["group"];
      const steps = [
        ...["a", "b", "c"].map((id) => alone(id, { group })),
        alone("start"),
        ...["d", "e", "f"].map((id) => alone(id, { after: ["start"] })),
      ];
      const { nodes } = layOut(viewOf({ pipeline: "p", file: "p.ts", steps }, open), () => size, direction);
      const places = (ids: readonly string[]): readonly number[] => ids.map((id) => nodes.get(`step:${id}`)?.[across] ?? NaN);
      for (const ids of [
        ["a", "b", "c"],
        ["d", "e", "f"],
      ]) {
        const found = places(ids);
        assert.deepEqual(
          found,
          found.toSorted((one, other) => one - other),
        );
        assert.equal(new Set(found).size, 3);
      }
    });
  }

  test("keeps nodes apart, and steps inside the frame of their group", () => {
    const view = viewOf(layeredGraph(120, { groups: true }), open);
    const { nodes } = layOut(view, () => size, "down");
    const cards = view.nodes.filter((node) => node.kind === "step");
    const boxes = cards.map(({ id }) => nodes.get(id));
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        assert.ok(one !== undefined && other !== undefined);
        assert.ok(Math.abs(one.x - other.x) >= size.width || Math.abs(one.y - other.y) >= size.height, "two cards overlap");
      }
    }
    for (const { id, parent } of view.nodes) {
      const [inner, outer] = [nodes.get(id), parent === undefined ? undefined : nodes.get(parent)];
      if (inner === undefined || outer === undefined) continue;
      assert.ok(Math.abs(inner.x - outer.x) + inner.width / 2 <= outer.width / 2 + 0.01);
      assert.ok(Math.abs(inner.y - outer.y) + inner.height / 2 <= outer.height / 2 + 0.01);
    }
  });

  for (const direction of ["down", "right"] as const) {
    test(`leads edges that leave or enter a group past its other steps, ${direction}`, () => {
      const call = (id: string, from: readonly string[], group?: string): GraphStep => ({
        id,
        step: id,
        inputs: Object.fromEntries(from.map((source) => [source, { from: `${source}.output` }])),
        outputs: [{ name: "output", type: "number" }],
        after: [],
        ...(group !== undefined && { group: [group] }),
      });
      const steps = [
        call("load", [], "prepare"),
        call("split", ["load"], "prepare"),
        call("features", ["split"], "prepare"),
        call("forest", ["features"]),
        call("measure", ["forest"], "judge"),
        call("compare", ["measure", "split", "load"], "judge"),
      ];
      const view = viewOf({ pipeline: "p", file: "p.ts", steps }, open);
      const { nodes, bends } = layOut(view, () => size, direction);
      const cards = view.nodes.filter(({ kind }) => kind === "step").map(({ id }) => id);
      for (const { id, source, target } of view.edges) {
        const [from, to] = [nodes.get(source), nodes.get(target)];
        assert.ok(from !== undefined && to !== undefined);
        for (const point of pointsOf(curveOf(from, to, bends.get(id) ?? [], direction))) {
          const hit = cards.filter((card) => card !== source && card !== target).find((card) => covers(nodes.get(card), point));
          assert.equal(hit, undefined, `${source} → ${target} passes behind ${hit ?? ""}`);
        }
      }
    });
  }

  test("bears steps that wait for each other, and two thousand of them", () => {
    const circle: GraphView = {
      nodes: training.steps.slice(0, 2).map((step) => ({ id: step.id, kind: "step", step })),
      edges: [
        { id: "1", source: "loadData", target: "cleanRows", kind: "data" },
        { id: "2", source: "cleanRows", target: "loadData", kind: "data" },
      ],
    };
    assert.equal(layOut(circle, () => size, "down").nodes.size, 2);
    assert.equal(layOut(viewOf(layeredGraph(2000), open), () => size, "down").nodes.size, 2000);
  });
});

/** Points along a curve, close to each other. */
function pointsOf({ start, controls, end }: Curve): Point[] {
  let from = start;
  return controls.flatMap((control, index) => {
    const next = controls[index + 1];
    const to = next === undefined ? end : { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 };
    const points = Array.from({ length: 21 }, (_, step): Point => {
      const t = step / 20;
      const at = (one: number, two: number, three: number): number => (1 - t) ** 2 * one + 2 * t * (1 - t) * two + t ** 2 * three;
      return { x: at(from.x, control.x, to.x), y: at(from.y, control.y, to.y) };
    });
    from = to;
    return points;
  });
}

const covers = (place: Place | undefined, { x, y }: Point): boolean =>
  place !== undefined && Math.abs(x - place.x) < place.width / 2 && Math.abs(y - place.y) < place.height / 2;

suite("the tree of a graph", () => {
  test("has groups with their steps below, and hides what a closed one holds", () => {
    const text = (closed: readonly string[]): readonly string[] =>
      treeItems(training, new Set(closed)).map(
        ({ node, level, position, setSize }) => `${"  ".repeat(level - 1)}${node.id} ${String(position)}/${String(setSize)}`,
      );
    assert.deepEqual(text([]).slice(0, 4), ["step:loadData 1/8", 'group:["prepare"] 2/8', "  step:cleanRows 1/2", "  step:splitRows 2/2"]);
    assert.deepEqual(text([groupId(["prepare"])]).slice(1, 3), ['group:["prepare"] 2/8', "step:trainForest 3/8"]);
  });
});
