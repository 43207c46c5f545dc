import type { Page } from "playwright-core";
import { until } from "./until.ts";

/** Waits until the editor has stored what it knows of the window, as it does every few seconds: what is not stored is lost by a reload. */
export const windowStateBecomes = async (page: Page, isGood: (state: string) => boolean): Promise<void> => {
  await until(() => page.evaluate(readState), isGood, "The state of the window is not stored");
};

/** Runs in the page. */
const readState = async (): Promise<string> => {
  const texts: string[] = [];
  for (const { name = "" } of await indexedDB.databases()) {
    if (!name.startsWith("vscode-web-state-db")) continue;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(new Error(name));
    });
    for (const store of database.objectStoreNames) {
      const values = await new Promise<readonly unknown[]>((resolve, reject) => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(new Error(store));
      });
      texts.push(values.map(String).join("\n"));
    }
    database.close();
  }
  return texts.join("\n");
};
