import type { StepView } from "../../src/runner/model/panel-view.ts";
import type { Panel } from "./panel.ts";

/** Details of a running step are read anew this often, in milliseconds: its log grows. */
const refresh = 2000;

/** When the host is asked for the details of what is selected: at once, when its status or attempt changes, and now and then while it runs. */
export class DetailsRequests {
  readonly #panel: Panel;
  /** The step that was asked for, as it was then, and when. */
  #asked: { readonly what: string; readonly view: StepView | undefined; readonly at: number } | undefined;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  /** Asks if it is time. Called after each change. */
  ask(): void {
    const { selectedStep: step, selectedView: view, state } = this.#panel;
    if (step === undefined) {
      this.#asked = undefined;
      return;
    }
    if (!this.#panel.view.showDetails) return;
    const at = Date.now();
    const before = this.#asked;
    const what = JSON.stringify([state.snapshot?.pipeline, state.run?.id, step]);
    const sameStep = before?.what === what;
    const sameState = sameStep && before.view?.status === view?.status && before.view?.attempts.length === view?.attempts.length;
    const old = sameStep && at - before.at >= refresh;
    const answered = state.details.has(step);
    if (sameState && !(old && (view?.status === "running" || !answered))) return;
    this.#asked = { what, view, at };
    this.#panel.send({ type: "requestDetails", step });
  }
}
