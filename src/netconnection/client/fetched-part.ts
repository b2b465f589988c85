import type { AmfObject } from '../../amf/value.js';
import { classify } from '../../media/classify.js';
import { readVideoHeader } from '../../media/video-header.js';
import type { MediaMessage } from '../../media/media-message.js';
import type { Clock } from '../../time/clock.js';
import type { OutgoingConnection } from './outgoing-connection.js';

/** Milliseconds of recorded media that are fetched at a time; parts begin with multiples of it. */
export const PART = 4000;
/** So much more is asked for: sound and pictures that belong to a time do not come in its order. */
export const SLACK = 1000;
/** A server that knows how much a player wants ahead sends it at once. */
const BUFFER = 60_000;
/** As little as possible, of what is not wanted. */
const LEAST_BUFFER = 1;
/** Bytes of one part. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Milliseconds in which a part must have come. */
const TIMEOUT = 30_000;
/** A server that begins so much before the time that is sought has begun anew, as nginx-rtmp does without an index. */
const MAX_BEFORE = 45_000;

/** What recorded media has between two times, and what a decoder is to be given before. */
export interface FetchedPart {
  readonly setup: readonly MediaMessage[];
  readonly messages: readonly MediaMessage[];
}

const ENDS: ReadonlySet<string> = new Set(['NetStream.Play.Stop', 'NetStream.Play.Complete']);
const NO_CONNECTION = 'the connection to the other server is over';
const NOT_FOUND = 'NetStream.Play.StreamNotFound';
const FAILURES: ReadonlySet<string> = new Set([
  'NetStream.Failed',
  'NetStream.Seek.Failed',
  'NetStream.Play.Failed',
  'NetStream.Play.FileStructureInvalid',
  'NetStream.Play.NoSupportedTrackFound',
]);

/**
 * Plays recorded media of another server from a time on, for the length of a part. It is sought there, because only then
 * are timestamps those of the media. Servers begin with the key frame before that time, under its own time or, between seek
 * frames, under the time that was asked for: that is a millisecond before the part, so that nothing that belongs to the
 * part is among it. Undefined if there is no such media there; rejects with an
 * Error if it cannot be fetched.
 *
 * @param patience milliseconds in which the server must say that it is a recording, before anything of it; undefined: it
 *   need not
 */
export function fetchPart(
  connection: OutgoingConnection,
  name: string,
  begin: number,
  clock: Clock,
  patience?: number,
): Promise<FetchedPart | undefined> {
  if (connection.isClosed) return Promise.reject(new Error(`${name} cannot be fetched: ${NO_CONNECTION}`));
  return new Promise((resolve, reject) => {
    const setup = new Map<string, MediaMessage>();
    const messages: MediaMessage[] = [];
    let bytes = 0;
    let isThere = begin === 0;
    let isRecorded = patience === undefined;
    const settle = (part: FetchedPart | undefined): void => {
      timer.cancel();
      proof?.cancel();
      stream.close();
      resolve(part);
    };
    const whole = (): FetchedPart => ({ setup: [...setup.values()], messages });
    const fail = (why: string): void => {
      reject(new Error(`${name} cannot be fetched: ${why}`));
      settle(undefined);
    };
    const hear = (info: AmfObject): void => {
      const code = info.get('code');
      if (typeof code !== 'string') return;
      if (code === 'NetStream.Seek.Notify') isThere = true;
      if (FAILURES.has(code)) fail(`the other server says ${code}`);
      if (!(ENDS.has(code) && isThere) && code !== NOT_FOUND) return;
      settle(code === NOT_FOUND || !isRecorded ? undefined : whole());
    };
    const take = (message: MediaMessage): void => {
      if (!isRecorded && message.kind !== 'data') return settle(undefined);
      if (!isThere || isCommand(message)) return;
      const { configurationKey, isFrame } = classify(message);
      if (message.timestamp < begin) {
        if (configurationKey !== undefined) setup.set(configurationKey, message);
        else if (isFrame && message.timestamp < begin - MAX_BEFORE) fail('the other server cannot seek in it');
        return;
      }
      // Not every server knows the length that it is asked for: nginx-rtmp sends all.
      if (message.timestamp >= begin + PART + SLACK && message.kind !== 'data') return settle(whole());
      if (message.timestamp >= begin + PART) return;
      bytes += message.payload.length;
      if (bytes > MAX_BYTES) fail(`${PART} ms have more than ${MAX_BYTES} bytes`);
      else messages.push(message);
    };
    const timer = clock.after(TIMEOUT, () => fail('the other server is too slow'));
    const proof = patience === undefined ? undefined : clock.after(patience, () => !isRecorded && settle(undefined));
    const stream = connection.stream({
      recorded: () => (isRecorded = true),
      status: hear,
      playStatus: hear,
      media: take,
      closed: () => fail(NO_CONNECTION),
    });
    stream.play({ name, start: 0, length: begin + PART + SLACK, bufferLength: isThere ? BUFFER : LEAST_BUFFER });
    if (isThere) return;
    stream.seek(begin - 1);
    // Not before: else all is sent up to there.
    stream.setBufferLength(BUFFER);
  });
}

/** A seek frame: it says something of the way to a time, and nothing of the media. */
function isCommand({ kind, payload }: MediaMessage): boolean {
  return kind === 'video' && payload.length > 0 && readVideoHeader(payload).frameType === 'command';
}
