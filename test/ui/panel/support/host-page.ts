import { createServer, type Server } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { panelDocument } from "../../../../src/extension/dag/panel-document.ts";
import { root } from "../../../harness/checks.ts";
import { pseudoTexts } from "./pseudo-language.ts";
import { bodyClasses, fonts, themes, type ThemeName } from "./themes.ts";

const nonce = "2726c7f26c";

/** Served by this process alone, on this machine's own address. */
export async function servePanel(): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    void answer(url).then(({ type, body }) => response.writeHead(200, { "content-type": type }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: addressOf(server), close: () => closed(server) };
}

async function answer({ pathname, searchParams }: URL): Promise<{ readonly type: string; readonly body: string | Buffer }> {
  const theme = (searchParams.get("theme") ?? "dark") as ThemeName;
  const texts = searchParams.has("translated") ? await pseudoTexts() : undefined;
  switch (pathname) {
    case "/":
      return { type: "text/html; charset=utf-8", body: page(theme, texts) };
    case "/host.js":
      return { type: "text/javascript", body: hostScript };
    case "/defaults.css":
      return { type: "text/css", body: defaultStyles };
    case "/dag.js":
    case "/dag.css":
      return {
        type: pathname.endsWith("js") ? "text/javascript" : "text/css",
        body: await readFile(join(root, "dist", "webview", pathname)),
      };
    default:
      return { type: "text/plain", body: "" };
  }
}

/** The page as the extension writes it, with its policy; and in it what VS Code itself puts into a webview. */
function page(theme: ThemeName, texts: Readonly<Record<string, string>> | undefined): string {
  const classes = bodyClasses[theme];
  const variables = JSON.stringify({ ...themes[theme], ...fonts });
  return panelDocument({ cspSource: "'self'", style: "dag.css", script: "dag.js", nonce, language: "en", title: "Stepwright", texts })
    .replace("<link", `<script type="application/json" id="theme">${variables}</script>\n<link rel="stylesheet" href="defaults.css">\n$&`)
    .replace("<body>", `<body class="${classes}" data-vscode-theme-kind="${classes}" data-vscode-theme-id="${theme}">`)
    .replace(/<script[^>]*src="dag\.js"/, `<script nonce="${nonce}" src="host.js"></script>$&`);
}

/**
 * Runs in the page: variables on the root, and the one function that VS Code gives. What the page keeps survives a reload of it. A canvas
 * remembers which texts were written on it since it was cleared, where, and how large.
 */
const hostScript = `
const variables = JSON.parse(document.getElementById("theme").textContent);
for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
window.received = [];
let taken = false;
window.acquireVsCodeApi = () => {
  if (taken) throw new Error("An instance of the VS Code API has already been acquired");
  taken = true;
  return {
    postMessage: (message) => { window.received.push(structuredClone(message)); },
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
  };
};
const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...area) {
  this.canvas.written = [];
  return clearRect.apply(this, area);
};
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  const { a: scale, e: left, f: top } = this.getTransform();
  const size = Number.parseFloat(/([\\d.]+)px/.exec(this.font)[1]);
  const screen = (length) => length / devicePixelRatio;
  this.canvas.written?.push({ text, x: screen(x * scale + left), y: screen(y * scale + top), size: screen(size * scale) });
  return fillText.call(this, text, x, y);
};
`;

/** VS Code's own default styles of a webview, as far as they reach what a page draws. */
const defaultStyles = `@layer vscode-default {
  body { margin: 0; padding: 0 20px; background-color: transparent; color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); overscroll-behavior-x: none; }
  a, a code { color: var(--vscode-textLink-foreground); }
  code { font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
  pre code { padding: 0; }
}`;

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return `http://127.0.0.1:${String(address.port)}`;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error === undefined ? resolve() : reject(error))));
}
