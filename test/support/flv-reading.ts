import { FlvError } from '../../src/flv/flv-error.js';
import { FlvParser } from '../../src/flv/flv-parser.js';
import type { FlvParserOptions } from '../../src/flv/flv-parser.js';
import type { FlvTag } from '../../src/flv/flv-tag.js';
import { flvMessage } from '../../src/flv/flv-tag.js';
import type { MediaMessage } from '../../src/media/media-message.js';

/** What came of reading FLV to its end. */
export interface FlvReading {
  readonly parser: FlvParser;
  readonly tags: readonly FlvTag[];
  readonly error: FlvError | undefined;
}

/** Reads bytes that arrive in pieces, to their end or to an FlvError; any other throw escapes. */
export function readFlv(pieces: Iterable<Uint8Array>, options?: FlvParserOptions): FlvReading {
  const parser = new FlvParser(options);
  const tags: FlvTag[] = [];
  const drain = (): void => {
    for (let tag = parser.read(); tag !== undefined; tag = parser.read()) tags.push(tag);
  };
  try {
    for (const piece of pieces) {
      parser.receive(piece);
      drain();
    }
    parser.finish();
    drain();
    return { parser, tags, error: undefined };
  } catch (error) {
    if (!(error instanceof FlvError)) throw error;
    return { parser, tags, error };
  }
}

/** The tags of an FLV file as messages, in order. */
export function flvMessages(file: Uint8Array): MediaMessage[] {
  return readFlv([file]).tags.map(flvMessage);
}
