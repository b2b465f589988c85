import type { ByteReader } from '../bytes/byte-reader.js';
import type { ByteWriter } from '../bytes/byte-writer.js';
import type { AmfExternalizable, AmfValue } from './value.js';

/** What an externalizable body is read from: raw bytes, and AMF3 values that share the tables of the message. */
export interface ExternalizableInput {
  readonly reader: ByteReader;
  read(): AmfValue;
}

/** What an externalizable body is written to. */
export interface ExternalizableOutput {
  readonly writer: ByteWriter;
  write(value: AmfValue): unknown;
}

/**
 * The body of one externalizable class. `read` fills in `body` or `fields` of a value that references may already
 * point to; it trusts no count or length of its own before comparing it with `input.reader.remaining`.
 */
export interface ExternalizableCodec {
  read(value: AmfExternalizable, input: ExternalizableInput): void;
  write(value: AmfExternalizable, output: ExternalizableOutput): void;
}

/** Codecs by class name, as it stands on the wire. */
export type ExternalizableCodecs = ReadonlyMap<string, ExternalizableCodec>;
