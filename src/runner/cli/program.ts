import { Command, Option } from "commander";
import type { CheckFlags } from "./commands/check.ts";
import type { DbCheckFlags } from "./commands/db-check.ts";
import type { LogsFlags } from "./commands/logs.ts";
import type { PruneFlags } from "./commands/prune.ts";
import type { ReplayFlags, ResumeFlags } from "./commands/replay.ts";
import type { RunFlags } from "./commands/run.ts";
import type { RunsFlags } from "./commands/runs.ts";
import type { CommandResult, Context } from "./context.ts";
import { collectParameter, countOption, durationOption, modeChoices, positiveInteger, sizeOption, statusChoices } from "./options.ts";
import { ownVersion } from "../execute/own-version.ts";

/** `stepwright graph FILE [PIPELINE]`, as it was typed. */
interface GraphFlags extends Pick<RunFlags, "param" | "cache"> {
  readonly static?: true;
  readonly plan?: true;
}

/** What a command does once its words are understood. Its module is loaded only then. */
export type Work = (context: Context) => Promise<CommandResult>;

/**
 * The words of the command line: every command, argument and flag with its help.
 * @param perform Does the work of the command that was typed.
 */
export function createProgram(perform: (work: Work) => Promise<void>): Command {
  const program = new Command("stepwright")
    .description("Pipelines in TypeScript: run them, and look at what they made.")
    .version(ownVersion(), "-V, --version", "print the version")
    .option("--workspace <dir>", "the folder that holds the sources and .stepwright/ (default: the nearest one upwards)")
    .option("--json", "write JSON and nothing else to stdout")
    .option("--no-color", "no colours (also: NO_COLOR=1)")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    // The flags above belong to every command and stand in every help.
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", examples("stepwright run train.ts", "stepwright runs --status failed", "stepwright run show last"));
  addRun(program, perform);
  addSources(program, perform);
  addCheck(program, perform);
  addReplay(program, perform);
  addRuns(program, perform);
  addWhy(program, perform);
  addArtifacts(program, perform);
  addDatabase(program, perform);
  addPrune(program, perform);
  addTrust(program, perform);
  return program;
}

/** What there is to say to `--help` beyond the help of a command itself; undefined where there is nothing. */
export function furtherHelp(command: Command): Work | undefined {
  if (command.name() !== "run") return undefined;
  const [file, pipeline] = command.args.slice(
    0,
    command.args.findIndex((word) => word === "--help" || word === "-h"),
  );
  return file === undefined
    ? undefined
    : async (context) => (await import("./commands/run-help.ts")).runHelpCommand(context, file, pipeline);
}

const runArgument = "an id, a name, the beginning of one, or `last`";

function addRun(program: Command, perform: (work: Work) => Promise<void>): void {
  const run = program
    .command("run")
    .description("run a pipeline")
    .argument("<file>", "the file that defines it")
    .argument("[pipeline]", "its name or variable; not needed where the file has only one")
    .addOption(parameterOption())
    .option("--no-cache", "run every step, also where an earlier result would do")
    .addOption(new Option("--mode <mode>", "what happens to the other steps when one fails").choices(modeChoices))
    .option("--max-concurrency <n>", "at most so many steps at once", positiveInteger)
    .option("--run-name <name>", "a name for the run; {placeholders} are filled in")
    .option("--enforce-annotations", "refuse inputs and outputs whose type nobody wrote down")
    .helpOption("-h, --help", "show this help; behind a file, also the parameters of its pipeline")
    // So that in `run show ID --json` the flags behind `show` are those of `show`.
    .enablePositionalOptions()
    .addHelpText(
      "after",
      examples(
        "stepwright run train.ts",
        "stepwright run train.ts trainingPipeline --param epochs=20 --param learningRate=0.005",
        "stepwright run train.ts trainingPipeline --help",
        "stepwright run train.ts --no-cache --mode failFast",
        "stepwright run ./show            a file called show",
      ),
    )
    .action((file: string, pipeline: string | undefined, flags: RunFlags) =>
      perform(async (context) => (await import("./commands/run.ts")).runCommand(context, file, pipeline, flags)),
    );
  run
    .command("show")
    .description("show a run: its steps, its outputs, why it failed")
    .helpOption("-h, --help", "show this help")
    .argument("<run>", runArgument)
    .addHelpText("after", examples("stepwright run show last", "stepwright run show last --json"))
    .action((reference: string) => perform(async (context) => (await import("./commands/run-show.ts")).runShowCommand(context, reference)));
  addRunDelete(run, perform);
}

function addRunDelete(run: Command, perform: (work: Work) => Promise<void>): void {
  run
    .command("delete")
    .description("delete a run, and the versions that it made and no other run has to do with")
    .helpOption("-h, --help", "show this help")
    .argument("<run>", runArgument)
    .addHelpText("after", examples("stepwright run delete trainingPipeline-2026_03_01-10_00_00_000000"))
    .action((reference: string) =>
      perform(async (context) => (await import("./commands/run-delete.ts")).runDeleteCommand(context, reference)),
    );
}

function addSources(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("list")
    .description("list the pipelines and steps that the sources define")
    .addHelpText("after", examples("stepwright list", "stepwright list --json"))
    .action(() => perform(async (context) => (await import("./commands/list.ts")).listCommand(context)));
  program
    .command("graph")
    .description("show the graph of a pipeline without running its steps")
    .argument("<file>", "the file that defines it")
    .argument("[pipeline]", "its name or variable; not needed where the file has only one")
    .addOption(parameterOption())
    .addOption(
      new Option("--static", "read the source only: no code of it is run, and what only running it tells is marked").conflicts("plan"),
    )
    .option("--plan", "say of each step whether it would run or be taken from the cache, and why")
    .option("--no-cache", "with --plan: as if every step was to run")
    .addHelpText(
      "after",
      examples(
        "stepwright graph train.ts",
        "stepwright graph train.ts trainingPipeline --json",
        "stepwright graph train.ts --static",
        "stepwright graph train.ts --plan",
      ),
    )
    .action((file: string, pipeline: string | undefined, flags: GraphFlags) =>
      perform(async (context) => {
        if (flags.static === true) return (await import("./commands/static-graph.ts")).staticGraphCommand(context, file, pipeline, flags);
        const { graphCommand, graphPlanCommand } = await import("./commands/graph.ts");
        return flags.plan === true ? graphPlanCommand(context, file, pipeline, flags) : graphCommand(context, file, pipeline, flags);
      }),
    );
}

function addCheck(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("check")
    .description("find what is wrong in the sources, without running them")
    .argument("[files...]", "files or folders (default: all of the workspace)")
    .option("--enforce-annotations", "make a missing type annotation an error (also: STEPWRIGHT_ENFORCE_TYPE_ANNOTATIONS=true)")
    .addHelpText("after", examples("stepwright check", "stepwright check train.ts --enforce-annotations", "stepwright check src --json"))
    .action((files: string[], flags: CheckFlags) =>
      perform(async (context) => (await import("./commands/check.ts")).checkCommand(context, files, flags)),
    );
}

function addReplay(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("resume")
    .description("go on with a run: keep what completed, and run the rest")
    .argument("<run>", runArgument)
    .option("--dry-run", "say what would be kept and what would run, and run nothing")
    .addHelpText("after", examples("stepwright resume last", "stepwright resume last --dry-run"))
    .action((reference: string, flags: ResumeFlags) =>
      perform(async (context) => (await import("./commands/replay.ts")).resumeCommand(context, reference, flags)),
    );
  program
    .command("replay")
    .description("run a step of a run anew, and all that depends on it; what comes before it is kept")
    .argument("<run>", runArgument)
    .argument("<step>", "its invocation in the run")
    .option("--only", "only this step, with the inputs that it had")
    .addOption(new Option("--input <name=value>", "another value for an input of it; may be repeated").argParser(collectParameter))
    .option("--no-cache", "run every step after it as well, also where an earlier result would do")
    .option("--dry-run", "say what would be kept and what would run, and run nothing")
    .addHelpText(
      "after",
      examples(
        "stepwright replay last trainModel",
        "stepwright replay last trainModel --only --input epochs=50",
        "stepwright replay last trainModel --dry-run",
      ),
    )
    .action((reference: string, step: string, flags: ReplayFlags) =>
      perform(async (context) => (await import("./commands/replay.ts")).replayCommand(context, reference, step, flags)),
    );
}

function addRuns(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("runs")
    .description("list the runs, newest first")
    .option("--pipeline <name>", "only runs of this pipeline")
    .addOption(new Option("--status <status>", "only runs that stand so").choices(statusChoices))
    .option("--limit <n>", "at most so many", positiveInteger, 20)
    .addHelpText("after", examples("stepwright runs", "stepwright runs --pipeline trainingPipeline --status failed --limit 5"))
    .action((flags: RunsFlags) => perform(async (context) => (await import("./commands/runs.ts")).runsCommand(context, flags)));
  program
    .command("logs")
    .description("print what the steps of a run printed")
    .argument("<run>", runArgument)
    .argument("[step]", "only of this step")
    .option("--attempt <n>", "only of this attempt", positiveInteger)
    .addHelpText("after", examples("stepwright logs last", "stepwright logs last trainModel --attempt 1"))
    .action((reference: string, step: string | undefined, flags: LogsFlags) =>
      perform(async (context) => (await import("./commands/logs.ts")).logsCommand(context, reference, step, flags)),
    );
}

function addWhy(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("why")
    .description("say why a step ran, or did not have to")
    .argument("<run>", runArgument)
    .argument("<step>", "its invocation in the run")
    .addHelpText("after", examples("stepwright why last trainModel", "stepwright why last trainModel --json"))
    .action((reference: string, step: string) =>
      perform(async (context) => (await import("./commands/why.ts")).whyCommand(context, reference, step)),
    );
}

function addArtifacts(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("artifacts")
    .description("list the artifacts")
    .addHelpText("after", examples("stepwright artifacts"))
    .action(() => perform(async (context) => (await import("./commands/artifacts.ts")).artifactsCommand(context)));
  const artifact = program.command("artifact").description("look at one artifact, or delete a version of it");
  artifact
    .command("delete")
    .description("delete a version of an artifact; its number is not given again")
    .argument("<name@version>", "the artifact and the version of it")
    .addHelpText("after", examples("stepwright artifact delete accuracy@3"))
    .action((reference: string) =>
      perform(async (context) => (await import("./commands/artifact-delete.ts")).artifactDeleteCommand(context, reference)),
    );
  artifact
    .command("show")
    .description("show a version of an artifact: where it came from, its files, its value")
    .argument("<name[@version]>", "the artifact, and a version of it (default: the latest)")
    .addHelpText("after", examples("stepwright artifact show accuracy", "stepwright artifact show accuracy@3 --json"))
    .action((reference: string) =>
      perform(async (context) => (await import("./commands/artifact-show.ts")).artifactShowCommand(context, reference)),
    );
}

function addDatabase(program: Command, perform: (work: Work) => Promise<void>): void {
  const db = program.command("db").description("look after the store and its database");
  db.command("check")
    .description("look for what is damaged in the store, and for what killed processes left behind")
    .option("--repair", "take what is damaged out of its place, and remove what was left behind")
    .addHelpText("after", examples("stepwright db check", "stepwright db check --repair"))
    .action((flags: DbCheckFlags) => perform(async (context) => (await import("./commands/db-check.ts")).dbCheckCommand(context, flags)));
  db.command("sync")
    .description("make the database anew from the files of the store")
    .addHelpText("after", examples("stepwright db sync && sqlite3 .stepwright/stepwright.db 'select * from run_overview'"))
    .action(() => perform(async (context) => (await import("./commands/db-sync.ts")).dbSyncCommand(context)));
}

function addPrune(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("prune")
    .description("delete old runs, their versions, and contents that nobody needs any more")
    .option("--older-than <time>", "runs that began longer ago, such as 30d or 12h", durationOption)
    .option("--keep <n>", "all but the newest n runs of each pipeline", countOption)
    .option("--max-size <size>", "the oldest runs, until all values take no more than this, such as 5GB", sizeOption)
    .option("--unreferenced", "versions whose run is gone, and which no other run has to do with")
    .option("--dry-run", "say what would go, and delete nothing")
    .addHelpText(
      "after",
      examples(
        "stepwright prune --older-than 30d --dry-run",
        "stepwright prune --older-than 30d --keep 10",
        "stepwright prune --max-size 5GB",
      ),
    )
    .action((flags: PruneFlags) => perform(async (context) => (await import("./commands/prune.ts")).pruneCommand(context, flags)));
}

function addTrust(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("trust")
    .description("accept a store that came from elsewhere, such as with a clone, so that its results are used")
    .addHelpText("after", examples("stepwright trust", "stepwright trust --workspace ../clone"))
    .action(() => perform(async (context) => (await import("./commands/trust.ts")).trustCommand(context)));
}

function parameterOption(): Option {
  return new Option("--param <name=value>", "a parameter of the pipeline; may be repeated").argParser(collectParameter);
}

function examples(...lines: readonly string[]): string {
  return ["", "Examples:", ...lines.map((line) => `  $ ${line}`)].join("\n");
}
