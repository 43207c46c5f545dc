import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";

/**
 * The one place that knows the toolkit. It must run in the page's first script: controls that are registered later keep the colours of a
 * dark theme. What the toolkit gets wrong against today's themes is mended in `toolkit.css`; nothing else reads its own tokens.
 */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption(), vsCodeTextField());
}
