/** What the exit code of the command says. */
export const ExitCode = {
  /** All is well, or the server was asked to stop and did. */
  ok: 0,
  /** It could not start, or died. */
  failed: 1,
  /** The options or the configuration are wrong. */
  usage: 2,
} as const;
