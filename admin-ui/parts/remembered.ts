/** What a page keeps in this browser. One that forbids it forgets, and nothing fails. */
export const remembered = {
  get(key: string): string | undefined {
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      // It is full or forbidden: the page works without.
    }
  },
};
