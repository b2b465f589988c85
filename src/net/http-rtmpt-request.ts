import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RtmptCommand, RtmptRequest } from './rtmpt-request.js';
import type { RtmptTraffic } from './rtmpt-traffic.js';
import { answerTunnel, refuseTunnel } from './tunnel-answer.js';

/** A request of an RTMPT session that came over HTTP. */
export class HttpRtmptRequest implements RtmptRequest {
  /**
   * @param mimeType of the answer
   * @param traffic counts it
   */
  constructor(
    readonly command: RtmptCommand,
    readonly sequence: number,
    readonly body: Uint8Array,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly mimeType: string,
    private readonly traffic: RtmptTraffic,
  ) {
    traffic.asked(command, body.length);
  }

  get isGone(): boolean {
    return this.response.destroyed || this.request.socket.destroyed;
  }

  answer(parts: readonly Uint8Array[]): void {
    this.traffic.answered(
      this.command,
      parts.reduce((sum, { length }) => sum + length, 0),
    );
    answerTunnel(this.request, this.response, this.mimeType, parts);
  }

  refuse(status: number, text: string): void {
    refuseTunnel(this.response, status, text);
  }
}
