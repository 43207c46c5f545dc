import type { ExecutionMode } from "../model/status.ts";

/** What has to be known of an invocation to order it. */
export interface Planned {
  readonly id: string;
  /** Ids of what must have ended well before. */
  readonly upstream: readonly string[];
}

/** How an invocation ended, seen from what depends on it. */
export type Ending = "succeeded" | "failed" | "cancelled";

/** What an ending, or a cancellation, means for the others. */
export interface Consequences {
  /** Can start now, in the order they were planned. */
  readonly ready: readonly string[];
  /** Will never run, and which failed or skipped upstreams are the reason. */
  readonly skipped: readonly { readonly id: string; readonly because: readonly string[] }[];
  /** Will never run because the run is being stopped. */
  readonly cancelled: readonly string[];
  /** Are running and have to be stopped. */
  readonly stop: readonly string[];
}

type State = "waiting" | "ready" | "running" | "ended";

interface Node {
  readonly id: string;
  readonly order: number;
  readonly upstream: readonly string[];
  readonly downstream: string[];
  missing: number;
  state: State;
  ending?: Ending | "skipped";
}

/**
 * Decides what may start when. Pure bookkeeping: it starts nothing. Kahn's algorithm on a graph that may grow; each invocation becomes
 * ready once, after all of its upstreams have succeeded.
 */
export class Schedule {
  readonly #mode: ExecutionMode;
  readonly #nodes = new Map<string, Node>();
  #unfinished = 0;
  /** Set when nothing new may start: why, and which failure was the reason. */
  #halted: { readonly cancelled: boolean; readonly because: readonly string[] } | undefined;

  constructor(mode: ExecutionMode) {
    this.#mode = mode;
  }

  /** True when nothing is left to wait for. */
  get done(): boolean {
    return this.#unfinished === 0;
  }

  /** Adds invocations, whose upstreams are among these or were added before. They may be consequences of what has already ended. */
  add(planned: readonly Planned[]): Consequences {
    const added: Node[] = planned.map(({ id, upstream }) => {
      const node: Node = { id, order: this.#nodes.size, upstream: [...new Set(upstream)], downstream: [], missing: 0, state: "waiting" };
      this.#nodes.set(id, node);
      return node;
    });
    this.#unfinished += added.length;
    for (const node of added) {
      for (const id of node.upstream) {
        const upstream = this.#node(id);
        if (upstream.ending !== "succeeded") node.missing++;
        upstream.downstream.push(node.id);
      }
    }
    const changes = noChanges();
    for (const node of added) {
      if (this.#halted !== undefined) this.#halt(node, changes, this.#halted);
      else if (node.upstream.some((id) => isBad(this.#node(id).ending))) this.#skip(node, changes);
      else if (node.missing === 0) this.#makeReady(node, changes);
    }
    return changes;
  }

  /** Whether it may start and has not. */
  isReady(id: string): boolean {
    return this.#node(id).state === "ready";
  }

  /** What can start as soon as a running invocation has succeeded, in the order it was planned. */
  readyAfter(id: string): readonly string[] {
    if (this.#halted !== undefined) return [];
    return this.#downstream(this.#node(id)).flatMap((next) => (next.missing === 1 && next.state === "waiting" ? [next.id] : []));
  }

  /** Notes that a ready invocation has started. */
  start(id: string): void {
    const node = this.#node(id);
    if (node.state !== "ready") throw new Error(`${id} is ${node.state} and cannot start.`);
    node.state = "running";
  }

  /** Notes how a started invocation has ended. */
  end(id: string, ending: Ending): Consequences {
    const node = this.#node(id);
    if (node.state !== "running") throw new Error(`${id} is ${node.state} and cannot end.`);
    this.#finish(node, ending);
    const changes = noChanges();
    if (ending === "succeeded") {
      for (const next of this.#downstream(node)) {
        next.missing--;
        if (next.missing === 0 && next.state === "waiting") this.#makeReady(next, changes);
      }
      return changes;
    }
    if (ending === "failed" && this.#mode !== "continueOnFailure" && this.#halted === undefined) {
      this.#halted = { cancelled: this.#mode === "failFast", because: [id] };
      for (const other of this.#nodes.values()) {
        if (other.state === "running" && this.#mode === "failFast") changes.stop.push(other.id);
        else if (other.state === "waiting" || other.state === "ready") this.#halt(other, changes, this.#halted);
      }
      return changes;
    }
    for (const next of this.#downstream(node)) this.#skip(next, changes);
    return changes;
  }

  /** Stops everything: what runs is to be stopped, what waits will not run. */
  cancel(): Consequences {
    this.#halted = { cancelled: true, because: [] };
    const changes = noChanges();
    for (const node of this.#nodes.values()) {
      if (node.state === "running") changes.stop.push(node.id);
      else if (node.state !== "ended") {
        this.#finish(node, "cancelled");
        changes.cancelled.push(node.id);
      }
    }
    return changes;
  }

  #node(id: string): Node {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new Error(`${id} is not in the schedule.`);
    return node;
  }

  #downstream(node: Node): Node[] {
    return node.downstream.map((id) => this.#node(id)).sort((a, b) => a.order - b.order);
  }

  #makeReady(node: Node, changes: Changes): void {
    node.state = "ready";
    changes.ready.push(node.id);
  }

  #finish(node: Node, ending: Ending | "skipped"): void {
    node.state = "ended";
    node.ending = ending;
    this.#unfinished--;
  }

  /** An invocation that will not start: skipped because another one failed, or cancelled where the whole run is being stopped. */
  #halt(node: Node, changes: Changes, { cancelled, because }: { readonly cancelled: boolean; readonly because: readonly string[] }): void {
    this.#finish(node, cancelled ? "cancelled" : "skipped");
    if (cancelled) changes.cancelled.push(node.id);
    else changes.skipped.push({ id: node.id, because });
  }

  /** Skips an invocation and everything that depends on it. A work list: a chain may be thousands long. */
  #skip(first: Node, changes: Changes): void {
    const work = [first];
    for (let node = work.shift(); node !== undefined; node = work.shift()) {
      if (node.state !== "waiting") continue;
      const because = node.upstream.filter((id) => isBad(this.#node(id).ending));
      this.#finish(node, "skipped");
      changes.skipped.push({ id: node.id, because });
      work.push(...this.#downstream(node));
    }
  }
}

interface Changes extends Consequences {
  readonly ready: string[];
  readonly skipped: { id: string; because: readonly string[] }[];
  readonly cancelled: string[];
  readonly stop: string[];
}

const noChanges = (): Changes => ({ ready: [], skipped: [], cancelled: [], stop: [] });

const isBad = (ending: Node["ending"]): boolean => ending !== undefined && ending !== "succeeded";
