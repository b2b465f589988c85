import type { ClientConnection, RecordedPlaySnapshot, Traffic } from '../application/client.js';

/**
 * The connection of a client that exists for one packet. It can answer calls and cannot be called; whoever dismisses it
 * ends what is still to be answered.
 */
export class RemotingVisitor implements ClientConnection {
  readonly isPublishing = false;
  readonly livePlays = [];
  readonly recordedPlays: readonly RecordedPlaySnapshot[] = [];
  readonly roundTrip = undefined;
  readonly queuedBytes = 0;
  bandwidthLimit = { serverToClient: Infinity, clientToServer: Infinity };
  #sent = 0;

  constructor(
    private readonly received: number,
    private readonly messages: number,
    readonly activeAt: number,
    private readonly dismissed: (why: string) => void,
  ) {}

  get traffic(): Traffic {
    const answered = this.#sent > 0 ? this.messages : 0;
    return {
      ...{ received: this.received, sent: this.#sent },
      ...{ messagesReceived: this.messages, messagesSent: answered },
    };
  }

  /** Its packet was answered with so many bytes. */
  answered(bytes: number): void {
    this.#sent = bytes;
  }

  call(): Promise<never> {
    return Promise.reject(new Error('a client of the remoting gateway cannot be called'));
  }

  notify(): void {
    return;
  }

  checkBandwidth(): boolean {
    return false;
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(true);
  }

  idleTimeout(): void {
    this.dismissed('The client was idle for too long.');
  }

  requestReconnect(): boolean {
    return false;
  }

  disconnect(): void {
    this.dismissed('The connection was closed by the application.');
  }

  shutdown(description: string): void {
    this.dismissed(description);
  }

  dismiss(description: string): void {
    this.dismissed(description);
  }
}
