/** What a request of RTMPT is for. Opening is no request of a session: there is none yet. */
export type RtmptCommand = 'send' | 'idle' | 'close';

/** A request of an RTMPT session, to be answered or refused once. */
export interface RtmptRequest {
  readonly command: RtmptCommand;
  /** Its place among the requests of the session, from 0. */
  readonly sequence: number;
  readonly body: Uint8Array;
  /** Nobody waits for the answer any more. */
  readonly isGone: boolean;
  /** @param parts the body of the answer: the polling interval, then bytes of RTMP */
  answer(parts: readonly Uint8Array[]): void;
  /** @param status of HTTP */
  refuse(status: number, text: string): void;
}
