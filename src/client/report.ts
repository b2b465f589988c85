/** An error of somebody else's code: it is shown as one that nobody caught, and nothing ends because of it. */
export function report(error: unknown): void {
  const { reportError = console.error } = globalThis as { reportError?: (error: unknown) => void };
  reportError(error);
}
