import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { decodeFileFacts } from '../storage/file-descriptions.js';
import type { RemoteFileFacts } from '../storage/remote-file.js';

/** What an edge says on a `file` stream of a link; docs/link.md describes the form. */
export type FileRequest =
  | { readonly ask: 'read'; readonly id: number; readonly offset: number; readonly length: number }
  /** How long the file is now. */
  | { readonly ask: 'refresh'; readonly id: number };

/** What the origin says. */
export type FileAnswer =
  /** The first of a stream has the id 0. */
  | { readonly tell: 'facts'; readonly id: number; readonly facts: RemoteFileFacts }
  | { readonly tell: 'bytes'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly tell: 'failure'; readonly id: number; readonly why: string };

/** Bytes that may be read at once. */
export const MAX_READ = 1024 * 1024;

const ASKS = ['read', 'refresh'] as const;
const TELLS = ['facts', 'bytes', 'failure'] as const;

export function encodeFileRequest(request: FileRequest): Uint8Array {
  const writer = new ByteWriter().u8(ASKS.indexOf(request.ask)).u32(request.id);
  return request.ask === 'read' ? writer.f64(request.offset).u32(request.length).finish() : writer.finish();
}

/** Undefined for one that is not known. @throws EndOfBytesError if it is cut short */
export function decodeFileRequest(bytes: Uint8Array): FileRequest | undefined {
  const reader = new ByteReader(bytes);
  const ask = ASKS[reader.u8()];
  const id = reader.u32();
  switch (ask) {
    case 'read':
      return { ask, id, offset: reader.f64(), length: reader.u32() };
    case 'refresh':
      return { ask, id };
    default:
      return undefined;
  }
}

/** In parts: bytes of a file are not copied. */
export function encodeFileAnswer(answer: FileAnswer): Uint8Array[] {
  const writer = new ByteWriter().u8(TELLS.indexOf(answer.tell)).u32(answer.id);
  switch (answer.tell) {
    case 'bytes':
      return [writer.finish(), answer.bytes];
    case 'facts':
      writer.utf8(JSON.stringify(answer.facts));
      return [writer.finish()];
    case 'failure':
      writer.utf8(answer.why);
      return [writer.finish()];
  }
}

/** Undefined for one that is not known, or is none. @throws EndOfBytesError if it is cut short */
export function decodeFileAnswer(bytes: Uint8Array): FileAnswer | undefined {
  const reader = new ByteReader(bytes);
  const tell = TELLS[reader.u8()];
  const id = reader.u32();
  switch (tell) {
    case 'bytes':
      return { tell, id, bytes: reader.rest() };
    case 'failure':
      return { tell, id, why: reader.utf8(reader.remaining) };
    case 'facts': {
      const facts = decodeFileFacts(reader.utf8(reader.remaining));
      return facts && { tell, id, facts };
    }
    default:
      return undefined;
  }
}
