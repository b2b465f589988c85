/**
 * A library of main.asc for tests, as its source: what a call's method names is run as a script, and its answer is what
 * the script put into the global `answer`.
 */
export const realmLibrary = `(function (host, setup) {
  globalThis.host = host;
  if (setup.config.load) host.runScript(setup.config.load, 'main.asc');
  return {
    event(event, args, answered) {
      globalThis.answer = undefined;
      globalThis.answered = answered;
      const wrong = host.runScript(args[1], 'main.asc');
      if (wrong) answered && answered(wrong.line + ': ' + wrong.message);
      else if (!globalThis.isLater) answered && answered(undefined, globalThis.answer);
    },
    news() { globalThis.seen = true; },
    close() {},
  };
})`;
