import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { commands, contextKeys, pageEditor, panelCommands, section, settings, taskType, views } from "../../../src/extension/ids.ts";

const root = path.resolve(import.meta.dirname, "../../..");

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string; readonly when?: string; readonly group?: string }[]>>;
    readonly configuration: unknown;
    readonly customEditors: readonly { readonly viewType: string }[];
    readonly taskDefinitions: readonly { readonly type: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly WalkthroughStep[] }[];
  };
}

interface WalkthroughStep {
  readonly media: Readonly<Record<string, string>>;
  readonly completionEvents?: readonly string[];
}

const { contributes } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** All values under a key, wherever they stand in the manifest. */
const all = (value: unknown, key: string): string[] => {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === key && typeof inner === "string" ? [inner] : all(inner, key)));
};

describe("the manifest and the code", () => {
  it("have the same commands, and menus offer no other", () => {
    const known = sorted([...Object.values(commands), ...Object.values(panelCommands)]);
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), known);
    const offered = all(contributes.menus, "command").filter((command) => !known.includes(command));
    assert.deepEqual(offered, []);
  });

  it("have the same views, and welcome texts are of those", () => {
    const known = sorted(Object.values(views));
    assert.deepEqual(sorted(Object.values(contributes.views).flatMap((group) => group.map(({ id }) => id))), known);
    assert.deepEqual(
      contributes.viewsWelcome.filter(({ view }) => !known.includes(view)),
      [],
    );
  });

  it("have the same editors", () => {
    assert.deepEqual(
      contributes.customEditors.map(({ viewType }) => viewType),
      [pageEditor],
    );
  });

  it("have the same context keys: none is asked for that nobody sets, and none is set in vain", () => {
    const events = contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap(({ completionEvents = [] }) => completionEvents));
    const contexts = events.flatMap((event) => /^onContext:(.*)/.exec(event)?.[1] ?? []);
    const conditions = [...all(contributes, "when"), ...all(contributes, "enablement"), ...contexts].join(" ");
    const others: readonly string[] = [...Object.values(commands), ...Object.values(views)];
    const asked = (conditions.match(/(?<![\w.])stepwright\.\w+/g) ?? []).filter((name) => !others.includes(name));
    assert.deepEqual(sorted(asked), sorted(Object.values(contextKeys)));
  });

  it("have the same settings and the same kind of task", () => {
    const text = JSON.stringify(contributes.configuration);
    const declared = [...text.matchAll(/"stepwright\.([\w.]+)":\{/g)].flatMap(([, name]) => name ?? []);
    assert.deepEqual(sorted(declared), sorted(Object.values(settings)));
    assert.equal(section, "stepwright");
    assert.deepEqual(
      contributes.taskDefinitions.map(({ type }) => type),
      [taskType],
    );
  });

  it("are told of in the documentation: each setting has its row, and no page names one that is not there", () => {
    const pages = ["README.md", "CHANGELOG.md", ...globSync("docs/*.md", { cwd: root })].map((page) =>
      readFileSync(path.join(root, page), "utf8"),
    );
    const named = [...pages.join("\n").matchAll(/`stepwright\.([\w.]+)`/g)].flatMap(([, name]) => name ?? []);
    assert.deepEqual(sorted(named), sorted(Object.values(settings)));
  });

  it("bring the pages of the walkthrough", () => {
    const pages = contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap(({ media }) => Object.values(media)));
    assert.ok(pages.length > 0);
    assert.deepEqual(
      pages.filter((page) => page.includes("/") && !existsSync(path.join(root, page))),
      [],
    );
  });

  it("offer Stop in every place where they offer to run, and one of them at a time", () => {
    const { run, runWith, runStep, runFrom, runOnly, runOnlyWith, resume, debug, debugStep, stop } = commands;
    const starts: readonly string[] = [run, runWith, runStep, runFrom, runOnly, runOnlyWith, resume, debug, debugStep];
    /** The row or view that a condition is about, and how the entry stands there: in the row itself or in its menu. */
    const placeOf = (when: string, group: string): string =>
      [
        /view == [\w.]+/.exec(when)?.[0] ?? "",
        /viewItem =~ \/\^(\w+)/.exec(when)?.[1] ?? "",
        group.startsWith("inline") ? "row" : "menu",
      ].join(" ");
    const offers = Object.entries(contributes.menus).flatMap(([menu, entries]) =>
      entries.flatMap(({ command = "", when = "", group = "" }) =>
        when === "false" ? [] : [{ command, when, place: `${menu} ${placeOf(when, group)}` }],
      ),
    );
    const places = sorted(offers.flatMap(({ command, place }) => (starts.includes(command) ? [place] : [])));
    const stops = offers.filter(({ command }) => command === stop);
    assert.deepEqual(
      places.filter((place) => !stops.some((each) => each.place === place)),
      [],
    );
    assert.deepEqual(places, [
      "editor/title/run   menu",
      "view/item/context view == stepwright.pipelines pipeline menu",
      "view/item/context view == stepwright.pipelines pipeline row",
      "view/item/context view == stepwright.pipelines step menu",
      "view/item/context view == stepwright.runs run menu",
      "view/item/context view == stepwright.runs run row",
      "view/item/context view == stepwright.runs runStep menu",
    ]);
    // While it runs, nothing starts it a second time from there.
    for (const { when } of stops) assert.match(when, /running|fileRuns/i);
    for (const { command, when, place } of offers)
      if (starts.includes(command) && command !== debugStep)
        assert.match(when, /idle|ended|unfinished|!stepwright\.fileRuns/, `${command} ${place}`);
  });

  it("know the rows that menus are for", () => {
    const rows = ["pipelines-tree.ts", "runs-tree.ts", "artifacts-tree.ts"]
      .map((file) => readFileSync(path.join(root, "src", "extension", "trees", file), "utf8"))
      .join("\n");
    const conditions = all(contributes.menus, "when").join(" ");
    const words = [...conditions.matchAll(/viewItem (?:==|=~) (?:\/([^/]+)\/|(\w+))/g)].flatMap(
      ([, pattern, word]) => pattern ?? word ?? [],
    );
    assert.ok(words.length > 0);
    for (const name of words.flatMap((pattern) => pattern.match(/\w+/g) ?? [])) assert.match(rows, new RegExp(`["'\`.]${name}["'\`.]`));
  });
});
