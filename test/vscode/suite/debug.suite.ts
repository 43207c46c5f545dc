import assert from "node:assert/strict";
import * as vscode from "vscode";
import { open, runTask, uriOf } from "./support.ts";

interface Stopped {
  readonly session: vscode.DebugSession;
  readonly threadId: number;
}

/** The first stop of any session that begins from now on. `said` gets what is written into the console until then. */
const nextStop = (said: string[] = []): Promise<Stopped> =>
  new Promise((resolve) => {
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory("*", {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: (message: { type?: string; event?: string; body?: { reason?: string; threadId?: number; output?: string } }) => {
          if (message.event === "output") said.push(message.body?.output ?? "");
          if (message.type !== "event" || message.event !== "stopped" || message.body?.reason !== "breakpoint") return;
          tracker.dispose();
          resolve({ session, threadId: message.body.threadId ?? 0 });
        },
      }),
    });
  });

/** When the whole of what is debugged has ended: the session that was started, and with it those of its processes. */
const ended = ({ session }: Stopped): Promise<void> =>
  new Promise((resolve) => {
    let started = session;
    while (started.parentSession !== undefined) started = started.parentSession;
    const waiting = vscode.debug.onDidTerminateDebugSession(({ id }) => {
      if (id !== started.id) return;
      waiting.dispose();
      resolve();
    });
  });

const whereAndWhat = async ({ session, threadId }: Stopped): Promise<{ place: string; value: string }> => {
  const { stackFrames } = (await session.customRequest("stackTrace", { threadId, levels: 1 })) as {
    stackFrames: { id: number; line: number; source?: { path?: string } }[];
  };
  const [frame] = stackFrames;
  assert.ok(frame);
  const { result } = (await session.customRequest("evaluate", { expression: "value", frameId: frame.id, context: "watch" })) as {
    result: string;
  };
  // In a browser's workbench the path is one of the remote machine.
  const path = (frame.source?.path ?? "").replace(/^vscode-remote:\/\/[^/]+/, "");
  return { place: `${path}:${String(frame.line)}`, value: result };
};

describe("debugging", () => {
  const breakpoint = (): vscode.SourceBreakpoint =>
    new vscode.SourceBreakpoint(new vscode.Location(uriOf("src/traced.ts"), new vscode.Position(3, 2)));

  afterEach(() => vscode.debug.removeBreakpoints(vscode.debug.breakpoints));

  it("stops in the line of a step with its values, for the pipeline and for the step alone", async () => {
    await open("src/traced.ts");
    vscode.debug.addBreakpoints([breakpoint()]);
    const said: string[] = [];
    const stop = nextStop(said);
    await vscode.commands.executeCommand("stepwright.debug");
    const first = await stop;
    assert.doesNotMatch(said.join(""), /source map/i, "of our own programs nobody has to read anything");
    assert.deepEqual(await whereAndWhat(first), { place: `${uriOf("src/traced.ts").fsPath}:4`, value: "21" });
    const over = ended(first);
    await first.session.customRequest("continue", { threadId: first.threadId });
    await over;
  });

  it("stops in a step that is run alone with its last inputs", async () => {
    assert.equal(await runTask("traced"), 0);
    await open("src/traced.ts");
    vscode.debug.addBreakpoints([breakpoint()]);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uriOf("src/traced.ts"), 100);
    const lens = lenses.find(({ command }) => command?.command === "stepwright.debugStep");
    assert.ok(lens?.command);
    const stop = nextStop();
    await vscode.commands.executeCommand(lens.command.command, ...((lens.command.arguments ?? []) as unknown[]));
    const stopped = await stop;
    assert.deepEqual(await whereAndWhat(stopped), { place: `${uriOf("src/traced.ts").fsPath}:4`, value: "21" });
    const over = ended(stopped);
    await stopped.session.customRequest("continue", { threadId: stopped.threadId });
    await over;
  });
});
