/** What VS Code gives a page. It can be asked for once. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

/** What a page and the extension host say to each other, and what the page keeps across reloads. */
interface Contract {
  readonly in: unknown;
  readonly out: unknown;
  readonly memory: object;
}

/** The extension host as a page sees it. */
export class Host<C extends Contract> {
  readonly #api = acquireVsCodeApi();

  send(message: C["out"]): void {
    this.#api.postMessage(message);
  }

  /**
   * Messages of the host come from the frame around the page, which has the page's origin; VS Code hides that frame, so that its window
   * cannot be compared. A frame inside the page has no origin, and is not listened to.
   */
  onMessage(listener: (message: C["in"]) => void): void {
    window.addEventListener("message", ({ data, origin }: MessageEvent<C["in"]>) => {
      if (origin === window.origin) listener(data);
    });
  }

  /** What was kept last. It may be of an older version of the page, so every member may be absent. */
  get memory(): Partial<C["memory"]> {
    const state = this.#api.getState();
    return typeof state === "object" && state !== null ? state : {};
  }

  keep(memory: C["memory"]): void {
    this.#api.setState(memory);
  }
}
