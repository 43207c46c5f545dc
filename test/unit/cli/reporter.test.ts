import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { describe, it } from "node:test";
import { JsonLinesReporter } from "../../../src/runner/cli/reporter/json-lines.ts";
import { LiveReporter } from "../../../src/runner/cli/reporter/live.ts";
import { PatientReporter } from "../../../src/runner/cli/reporter/patient.ts";
import { PlainReporter } from "../../../src/runner/cli/reporter/plain.ts";
import { Progress } from "../../../src/runner/cli/reporter/progress.ts";
import { region } from "../../../src/runner/cli/reporter/region.ts";
import type { RunEvent } from "../../../src/runner/model/events.ts";
import { boom, invocation, runName, scalar, start, started, story, version } from "./support/story.ts";
import { capturedScreen, noColors } from "./support/terminal.ts";

const cache = { key: "c".repeat(64), parts: {} };

/** One of everything: a cached step, a retry, a failure, what was skipped for it, a warning, a hook that threw. */
const eventful = story(
  [
    0,
    started(invocation("load"), invocation("train", { options: { retry: { maxRetries: 1 } } }), invocation("evaluate"), invocation("plot")),
  ],
  [1, { event: "step.ready", id: "load" }],
  [
    2,
    {
      event: "step.cached",
      id: "load",
      inputs: {},
      from: { run: "r", step: "load" },
      outputs: { output: version("data", { kind: "json", value: [1, 2], truncated: false }) },
      cache,
    },
  ],
  [3, { event: "step.started", id: "train", attempt: 1, inputs: {}, pid: 7 }],
  [3, { event: "step.started", id: "plot", attempt: 1, inputs: {}, pid: 8 }],
  [10, { event: "hook.ran", id: "plot", attempt: 1, hook: "onStart", error: { ...boom, message: "no\nmail" } }],
  [20, { event: "step.progress", id: "train", attempt: 1, fraction: 0.5, message: "epoch 5/10" }],
  [100, { event: "artifact.saved", id: "plot", output: "width", version: version("width", scalar("640")) }],
  [100, { event: "artifact.saved", id: "plot", output: "title", version: version("title", scalar("loss")) }],
  [103, { event: "step.completed", id: "plot", attempt: 1 }],
  [203, { event: "step.retrying", id: "train", attempt: 1, delay: 10, error: boom }],
  [10_203, { event: "step.started", id: "train", attempt: 2, inputs: {}, pid: 7 }],
  [12_003, { event: "step.failed", id: "train", attempt: 2, error: { ...boom, message: `${boom.message}\n  labels[3]: expected number` } }],
  [12_004, { event: "step.skipped", id: "evaluate", because: ["train"] }],
  [12_004, { event: "warning", id: "plot", message: "stored for this Node only" }],
  [12_005, { event: "run.failed", error: { ...boom, code: "SW3010" } }],
);

const eventfulLines = [
  `trainingPipeline ${runName}`,
  "◉ load      cached  → [1,2]",
  "! plot      hook onStart failed:  SW3001 no mail",
  "✓ plot      100 ms  → width = 640, title = loss",
  "↻ train     attempt 1 of 2 failed, next in 10.0 s:  SW3001 Step `train` threw: labels is not iterable",
  "✗ train     12.0 s  SW3001 Step `train` threw: labels is not iterable",
  "↷ evaluate  skipped  because of train",
  "! plot      stored for this Node only",
];

function progressAfter(events: readonly RunEvent[]): Progress {
  const progress = new Progress();
  for (const event of events) progress.apply(event);
  return progress;
}

describe("the plain reporter", () => {
  it("prints one line for what ends, retries or warns", () => {
    const { screen, stream } = capturedScreen();
    const reporter = new PlainReporter(screen, () => start);
    for (const event of eventful) reporter.event(event);
    reporter.close();
    assert.deepEqual(stream.text.trimEnd().split("\n"), eventfulLines);
  });

  it("mentions a step that runs long, and again only after the same time", () => {
    const { screen, stream } = capturedScreen();
    let now = start;
    const reporter = new PlainReporter(screen, () => now);
    for (const event of eventful.slice(0, 7)) reporter.event(event);
    stream.text = "";
    for (const seconds of [10, 31, 40, 62]) {
      now = start + seconds * 1000;
      reporter.mention();
    }
    reporter.close();
    assert.deepEqual(stream.text.trimEnd().split("\n"), [
      "▸ train     running for 31.0 s  ━━━━━───── 50 %  epoch 5/10",
      "▸ plot      running for 31.0 s",
      "▸ train     running for 1 min 2 s  ━━━━━───── 50 %  epoch 5/10",
      "▸ plot      running for 1 min 2 s",
    ]);
  });

  it("takes escape sequences and line breaks out of what users say", () => {
    const { screen, stream } = capturedScreen();
    const reporter = new PlainReporter(screen, () => start);
    const events = story(
      [0, started(invocation("a\u001b[2Jb"))],
      [1, { event: "warning", message: "first\nsecond \u001b]0;title\u0007end \u202eright to left" }],
      [2, { event: "step.skipped", id: "a\u001b[2Jb", because: [] }],
    );
    for (const event of events) reporter.event(event);
    reporter.close();
    assert.deepEqual(stream.text.split("\n").slice(1), ["! first second end right to left", "↷ ab  skipped", ""]);
  });
});

describe("the region of running steps", () => {
  const wide = { columns: 80, rows: 24 };

  it("says that it prepares until the run begins", () => {
    assert.equal(region(new Progress(), 0, wide, noColors), "⠋ preparing");
  });

  it("shows each running step with progress and the whole below", () => {
    assert.equal(
      region(progressAfter(eventful.slice(0, 7)), start + 1500, wide, noColors),
      ["⠴ train     1.5 s  ━━━━━───── 50 %  epoch 5/10", "⠴ plot      1.5 s", "1 of 4 steps, 1.5 s"]
        .join("\n")
        .replaceAll("⠴", spinnerAt(1500)),
    );
  });

  it("counts down to the next attempt, then says which attempt runs", () => {
    const retrying = eventful.findIndex((event) => event.event === "step.retrying") + 1;
    assert.equal(
      region(progressAfter(eventful.slice(0, retrying)), start + 2203, wide, noColors),
      "↻ train     attempt 2 of 2 in 8.0 s\n2 of 4 steps, 2.2 s",
    );
    assert.equal(
      region(progressAfter(eventful.slice(0, retrying + 1)), start + 11_000, wide, noColors),
      `${spinnerAt(11_000)} train     11.0 s  attempt 2 of 2\n2 of 4 steps, 11.0 s`,
    );
  });

  it("fits narrow and low terminals, also with wide letters", () => {
    const many = Array.from({ length: 9 }, (_, index) => invocation(`訓練_${index}`));
    const running = many.map(({ id }) => [0, { event: "step.started", id, attempt: 1, inputs: {}, pid: 1 }] as const);
    const text = region(progressAfter(story([0, started(...many)], ...running)), start, { columns: 12, rows: 6 }, noColors);
    assert.deepEqual(
      text.split("\n"),
      ["⠋ 訓練_0  0…", "⠋ 訓練_1  0…", "⠋ 訓練_2  0…", "… and 6 more", "0 of 9 step…"].map((line) => line.replace("⠋", spinnerAt(0))),
    );
  });

  it("draws a bar for any number a step may report", () => {
    for (const [fraction, bar] of [
      [-1, "────────── 0 %"],
      [1.2, "━━━━━━━━━━ 100 %"],
      [Number.NaN, "────────── 0 %"],
    ] as const) {
      const progress = progressAfter(
        story(
          [0, started(invocation("a"))],
          [0, { event: "step.started", id: "a", attempt: 1, inputs: {}, pid: 1 }],
          [0, { event: "step.progress", id: "a", attempt: 1, fraction }],
        ),
      );
      assert.match(region(progress, start, wide, noColors), new RegExp(`${bar}$`, "mu"));
    }
  });

  it("forgets what has ended", () => {
    assert.equal(progressAfter(eventful).running.size, 0);
  });
});

/** The spinner's picture so many milliseconds after the start. */
function spinnerAt(after: number): string {
  return "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏".charAt(Math.floor((start + after) / 100) % 10);
}

describe("the live reporter", () => {
  it("leaves the same lines as the plain one, cut to the terminal", () => {
    const { screen, stream } = capturedScreen(60);
    const reporter = new LiveReporter(screen, () => start);
    for (const event of eventful) {
      reporter.event(event);
      reporter.draw();
    }
    reporter.note("Cancelling.");
    reporter.close();
    const lines = stripVTControlCharacters(stream.text).split("\n");
    for (const line of eventfulLines) {
      const shown = line.length > 60 ? `${line.slice(0, 59)}…` : line;
      assert.ok(
        lines.some((each) => each.endsWith(shown)),
        `no line: ${shown}\n${lines.join("\n")}`,
      );
    }
    assert.ok(lines.includes("Cancelling."));
  });
});

describe("the patient reporter", () => {
  it("leaves a short run to plain lines and draws nothing", () => {
    const { screen, stream } = capturedScreen(200);
    const reporter = new PatientReporter(
      screen,
      () => start,
      () => Promise.reject(new Error("It has no need to draw.")),
    );
    for (const event of eventful) reporter.event(event);
    reporter.note("Cancelling.");
    reporter.close();
    assert.deepEqual(stream.text.trimEnd().split("\n"), [...eventfulLines, "Cancelling."]);
  });

  it("tells the drawing one everything that it missed, then passes on", async () => {
    const { screen, stream } = capturedScreen(200);
    const drawn = new PlainReporter(screen, () => start);
    const reporter = new PatientReporter(
      screen,
      () => start,
      () => Promise.resolve(drawn),
    );
    for (const event of eventful.slice(0, 6)) reporter.event(event);
    await reporter.show(() => Promise.resolve(drawn));
    for (const event of eventful.slice(6)) reporter.event(event);
    reporter.close();
    assert.deepEqual(stream.text.trimEnd().split("\n"), eventfulLines);
  });

  it("says nothing twice where the run ends while the drawing one is loaded", async () => {
    const { screen, stream } = capturedScreen(200);
    const reporter = new PatientReporter(
      screen,
      () => start,
      () => Promise.resolve(new PlainReporter(screen, () => start)),
    );
    for (const event of eventful) reporter.event(event);
    const shown = reporter.show(() => Promise.resolve(new PlainReporter(screen, () => start)));
    reporter.close();
    await shown;
    assert.deepEqual(stream.text.trimEnd().split("\n"), eventfulLines);
  });
});

describe("the reporter of JSON lines", () => {
  it("prints every event but the last, which belongs to the command", () => {
    const stdout = capturedScreen();
    const stderr = capturedScreen();
    const reporter = new JsonLinesReporter(stdout.screen, stderr.screen);
    for (const event of eventful) reporter.event(event);
    reporter.note("Cancelling.");
    reporter.close();
    const lines = stdout.stream.text.trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      eventful.slice(0, -1),
    );
    assert.equal(stderr.stream.text, "Cancelling.\n");
  });
});
