export interface SignalHandlers {
  /** SIGTERM or SIGINT: finish what is begun, then end. */
  stop(): void;
  /** The same again: end at once. */
  stopNow(): void;
  /** SIGHUP: read the configuration again. */
  reload(): void;
}

/** Listens to the signals by which a server is controlled. Answers how to stop listening. */
export function onSignals(handlers: SignalHandlers): () => void {
  let asked = false;
  const stop = (): void => {
    if (asked) return handlers.stopNow();
    asked = true;
    handlers.stop();
  };
  const reload = (): void => handlers.reload();
  process.on('SIGTERM', stop).on('SIGINT', stop).on('SIGHUP', reload);
  return () => process.off('SIGTERM', stop).off('SIGINT', stop).off('SIGHUP', reload);
}
