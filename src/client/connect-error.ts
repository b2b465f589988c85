import type { StatusInfo } from '../script/ts/status-info.js';

/** There is no connection: the server refused it, or was not reached. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';

  constructor(
    /** What the server said, or `NetConnection.Connect.Failed`. */
    readonly info: StatusInfo,
  ) {
    super(info.description === '' ? info.code : info.description);
  }
}
