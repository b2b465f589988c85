import type { InstanceServer } from './instance-server.js';

export interface RestreamStatus {
  /** `waiting`: it failed, and is tried again. */
  readonly state: 'connecting' | 'running' | 'waiting' | 'idle';
  /** Attempts that failed in a row. */
  readonly failures: number;
  /** Why it failed last; empty if it never has. */
  readonly why: string;
  /** How often media began to go over. */
  readonly starts: number;
  readonly bytes: number;
  /** Frames that the other server did not get because it was too slow. */
  readonly lost: number;
}

/** Live streams of this instance that the server sends on to another, as long as they are published. */
export class Restream {
  /** Made by the server. */
  constructor(
    readonly id: string,
    private readonly server: InstanceServer,
  ) {}

  /** How it fares; undefined while nothing is published that it sends. Of several streams, the first. */
  async status(): Promise<RestreamStatus | undefined> {
    return (await this.server.ask('restream.status', this.id)) as unknown as RestreamStatus | undefined;
  }

  /** Sends nothing any more. */
  end(): void {
    this.server.tell('restream.end', this.id);
  }
}
