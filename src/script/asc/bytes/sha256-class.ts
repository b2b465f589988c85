import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import { Sha256 } from './sha256.js';
import { toUtf8 } from './utf8.js';

/**
 * Makes `SHA256` global: `SHA256.computeDigest(bytes)`, and `new SHA256().update(data).digest()` with a ByteArray or a text. All
 * answer hexadecimal.
 */
export function defineSha256(runtime: AscRuntime): void {
  const contentOf = (data: unknown): Uint8Array | undefined =>
    typeof data === 'object' && data !== null ? runtime.values.byteArray?.contentOf(data) : undefined;
  const bytesOf = (data: unknown): Uint8Array => contentOf(data) ?? toUtf8(asText(data));
  const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

  class SHA256 {
    #hash = new Sha256();

    update(data?: unknown): this {
      this.#hash.update(bytesOf(data));
      return this;
    }

    /** Of all that was given since the last one, and of `data` if there is some. */
    digest(data?: unknown): string {
      if (data !== undefined) this.update(data);
      const digest = this.#hash.digest();
      this.#hash = new Sha256();
      return hex(digest);
    }

    /** Of `data` alone. */
    hash(data?: unknown): string {
      return hex(new Sha256().update(bytesOf(data)).digest());
    }
  }
  const computeDigest = (bytes?: unknown): string => {
    const content = contentOf(bytes);
    if (content === undefined) throw new TypeError('SHA256.computeDigest(bytes) needs a ByteArray');
    return hex(new Sha256().update(content).digest());
  };
  runtime.defineClass('SHA256', SHA256, { computeDigest });
}
