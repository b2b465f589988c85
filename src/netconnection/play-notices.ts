import { AmfObject } from '../amf/value.js';
import type { AmfValue } from '../amf/value.js';
import { coversName } from '../application/folder-access.js';
import type { StreamName } from '../application/stream-name.js';
import type { NetStream } from './net-stream.js';
import type { StatusCode } from './status.js';
import { status } from './status.js';

type StreamNews = 'streamBegin' | 'streamEOF' | 'streamIsRecorded' | 'bufferEmpty' | 'bufferReady';

/** What a NetStream that plays is told beside the media, in the words of FMS. */
export class PlayNotices {
  constructor(
    private readonly stream: NetStream,
    private readonly name: StreamName,
  ) {}

  /** User control events of the stream, in this order. */
  events(...events: readonly StreamNews[]): void {
    const { id, connection } = this.stream;
    for (const event of events) connection.send.userControl({ event, messageStreamId: id });
  }

  reset(): void {
    this.status('NetStream.Play.Reset', `Playing and resetting ${this.name.name}.`);
  }

  start(): void {
    this.status('NetStream.Play.Start', `Started playing ${this.name.name}.`, { isFastPlay: false });
  }

  stop(): void {
    this.status('NetStream.Play.Stop', `Stopped playing ${this.name.name}.`, { reason: '' });
    this.events('streamEOF');
  }

  /** Whether the player may read samples of what it decodes. */
  sampleAccess(): void {
    const { id, connection } = this.stream;
    const { audioSampleAccess, videoSampleAccess } = connection.client;
    const { name } = this.name;
    connection.send.data(
      id,
      '|RtmpSampleAccess',
      coversName(audioSampleAccess, name),
      coversName(videoSampleAccess, name),
    );
  }

  dataStarts(): void {
    const { id, connection } = this.stream;
    connection.send.data(id, 'onStatus', AmfObject.of({ code: 'NetStream.Data.Start' }));
  }

  /** Tells onPlayStatus of the client's NetStream. */
  playStatus(code: StatusCode, description: string, more: Record<string, AmfValue>): void {
    const { id, connection } = this.stream;
    connection.send.data(id, 'onPlayStatus', status(code, description, more));
  }

  /** Media of the stream that was gone over to follows. */
  transitionComplete(): void {
    const { name } = this.name;
    this.playStatus('NetStream.Play.TransitionComplete', `Transitioned to ${name}.`, { details: name });
  }

  status(code: StatusCode, description: string, more: Record<string, AmfValue> = {}): void {
    const { id, connection } = this.stream;
    const fields = { details: this.name.name, clientid: connection.client.id, ...more };
    connection.send.onStatus(id, status(code, description, fields));
  }
}
