import { Amf0Decoder } from '../../../amf/amf0-decoder.js';
import { encodeAmf0 } from '../../../amf/amf0-encoder.js';
import { Amf3Decoder } from '../../../amf/amf3-decoder.js';
import { encodeAmf3 } from '../../../amf/amf3-encoder.js';
import { ByteReader } from '../../../bytes/byte-reader.js';
import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import { GrowingBytes } from './growing-bytes.js';
import { withIndexes } from './indexed-prototype.js';
import { fromLatin1, fromUtf8, toLatin1, toUtf8 } from './utf8.js';

/** Makes `ByteArray` global, as ActionScript 3 has it, but for inflate and deflate. */
export function defineByteArray(runtime: AscRuntime): void {
  class ByteArray {
    readonly #bytes = new GrowingBytes();
    #objectEncoding: 0 | 3 = 3;

    /** The bytes of a ByteArray; undefined of anything else. */
    static bytesOf(value: unknown): GrowingBytes | undefined {
      return typeof value === 'object' && value !== null && #bytes in value ? value.#bytes : undefined;
    }

    get length(): number {
      return this.#bytes.length;
    }

    set length(length: unknown) {
      this.#bytes.length = Math.trunc(Number(length));
    }

    get position(): number {
      return this.#bytes.position;
    }

    set position(position: unknown) {
      this.#bytes.position = Math.max(0, Math.trunc(Number(position)) || 0);
    }

    get bytesAvailable(): number {
      return this.#bytes.available;
    }

    get endian(): string {
      return this.#bytes.isLittleEndian ? 'littleEndian' : 'bigEndian';
    }

    set endian(order: unknown) {
      this.#bytes.isLittleEndian = order === 'littleEndian';
    }

    get objectEncoding(): number {
      return this.#objectEncoding;
    }

    set objectEncoding(encoding: unknown) {
      this.#objectEncoding = Number(encoding) === 0 ? 0 : 3;
    }

    clear(): void {
      this.#bytes.length = 0;
    }

    readBoolean(): boolean {
      return this.readByte() !== 0;
    }

    readByte(): number {
      return this.#bytes.number(1, (view, at) => view.getInt8(at));
    }

    readUnsignedByte(): number {
      return this.#bytes.number(1, (view, at) => view.getUint8(at));
    }

    readShort(): number {
      return this.#bytes.number(2, (view, at, little) => view.getInt16(at, little));
    }

    readUnsignedShort(): number {
      return this.#bytes.number(2, (view, at, little) => view.getUint16(at, little));
    }

    readInt(): number {
      return this.#bytes.number(4, (view, at, little) => view.getInt32(at, little));
    }

    readUnsignedInt(): number {
      return this.#bytes.number(4, (view, at, little) => view.getUint32(at, little));
    }

    readFloat(): number {
      return this.#bytes.number(4, (view, at, little) => view.getFloat32(at, little));
    }

    readDouble(): number {
      return this.#bytes.number(8, (view, at, little) => view.getFloat64(at, little));
    }

    readUTF(): string {
      return this.readUTFBytes(this.readUnsignedShort());
    }

    readUTFBytes(length?: unknown): string {
      return fromUtf8(this.#bytes.read(Number(length)));
    }

    /** Of the sets of characters UTF-8 is known, and that whose characters are bytes. */
    readMultiByte(length?: unknown, charSet?: unknown): string {
      const bytes = this.#bytes.read(Number(length));
      return isUtf8(charSet) ? fromUtf8(bytes) : fromLatin1(bytes);
    }

    readBytes(target?: unknown, offset: unknown = 0, length: unknown = 0): void {
      const other = otherBytes(target, 'readBytes');
      const source = this.#bytes.read(Number(length) || this.#bytes.available).slice();
      const { position } = other;
      other.position = Number(offset);
      other.write(source);
      other.position = position;
    }

    readObject(): unknown {
      const reader = new ByteReader(this.#bytes.content.slice(this.#bytes.position));
      const decoder = this.#objectEncoding === 0 ? new Amf0Decoder(reader) : new Amf3Decoder(reader);
      const value = decoder.read();
      this.#bytes.position += reader.offset;
      return runtime.values.toRealm(value);
    }

    writeBoolean(value?: unknown): void {
      this.writeByte(value ? 1 : 0);
    }

    writeByte(value?: unknown): void {
      this.#bytes.setNumber(1, (view, at) => view.setInt8(at, Number(value)));
    }

    writeShort(value?: unknown): void {
      this.#bytes.setNumber(2, (view, at, little) => view.setInt16(at, Number(value), little));
    }

    writeInt(value?: unknown): void {
      this.#bytes.setNumber(4, (view, at, little) => view.setInt32(at, Number(value), little));
    }

    writeUnsignedInt(value?: unknown): void {
      this.#bytes.setNumber(4, (view, at, little) => view.setUint32(at, Number(value), little));
    }

    writeFloat(value?: unknown): void {
      this.#bytes.setNumber(4, (view, at, little) => view.setFloat32(at, Number(value), little));
    }

    writeDouble(value?: unknown): void {
      this.#bytes.setNumber(8, (view, at, little) => view.setFloat64(at, Number(value), little));
    }

    writeUTF(value?: unknown): void {
      const bytes = toUtf8(asText(value));
      if (bytes.length > 0xffff) throw new RangeError(`writeUTF: ${bytes.length} bytes are more than 65535`);
      this.writeShort(bytes.length);
      this.#bytes.write(bytes);
    }

    writeUTFBytes(value?: unknown): void {
      this.#bytes.write(toUtf8(asText(value)));
    }

    writeMultiByte(value?: unknown, charSet?: unknown): void {
      const text = asText(value);
      this.#bytes.write(isUtf8(charSet) ? toUtf8(text) : toLatin1(text));
    }

    writeBytes(source?: unknown, offset: unknown = 0, length: unknown = 0): void {
      const { content } = otherBytes(source, 'writeBytes');
      const from = Number(offset);
      const end = Number(length) === 0 ? content.length : from + Number(length);
      if (!(from >= 0 && end <= content.length)) throw new RangeError(`writeBytes: there are ${content.length} bytes`);
      this.#bytes.write(content.slice(from, end));
    }

    writeObject(value?: unknown): void {
      const amf = runtime.values.toAmf(value);
      this.#bytes.write(this.#objectEncoding === 0 ? encodeAmf0([amf]) : encodeAmf3(amf));
    }

    /** By zlib. */
    compress(): void {
      this.#replace(runtime.host.services.bytes.compress(this.#bytes.content.slice()), 'compress');
      this.#bytes.position = this.#bytes.length;
    }

    uncompress(): void {
      this.#replace(runtime.host.services.bytes.uncompress(this.#bytes.content.slice()), 'uncompress');
    }

    toString(): string {
      return fromUtf8(this.#bytes.content);
    }

    #replace(bytes: Uint8Array | undefined, method: string): void {
      if (bytes === undefined) throw new Error(`${method}: Error #2058: There was an error with the compressed data.`);
      this.#bytes.content = new Uint8Array(bytes);
    }
  }

  function otherBytes(value: unknown, method: string): GrowingBytes {
    const bytes = ByteArray.bytesOf(value);
    if (bytes === undefined) throw new TypeError(`${method} needs a ByteArray`);
    return bytes;
  }

  withIndexes(ByteArray.prototype, (value) => ByteArray.bytesOf(value));
  runtime.defineValueClass('ByteArray', ByteArray);
  runtime.values.byteArray = {
    make(content) {
      const made = new ByteArray();
      ByteArray.bytesOf(made)!.content = content;
      return made;
    },
    contentOf: (value) => ByteArray.bytesOf(value)?.content.slice(),
  };
}

function isUtf8(charSet: unknown): boolean {
  return /^utf-?8$/i.test(asText(charSet));
}
