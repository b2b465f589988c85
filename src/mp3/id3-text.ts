const latin1 = new TextDecoder('windows-1252');
const utf16 = { le: new TextDecoder('utf-16le'), be: new TextDecoder('utf-16be') };
const utf8 = new TextDecoder('utf-8');

/** How ID3v2 says that text is written: ISO 8859-1, UTF-16 with byte order mark, UTF-16 big-endian, UTF-8. */
export type Id3Encoding = 0 | 1 | 2 | 3;

export function isId3Encoding(value: number | undefined): value is Id3Encoding {
  return value !== undefined && value <= 3;
}

/**
 * Text up to the zeros that fill its field. Several texts, between which ID3v2.4 puts a zero, are told with a slash
 * between them, as ID3v2.3 writes them.
 */
export function decodeId3Text(encoding: Id3Encoding, bytes: Uint8Array): string {
  const texts = decode(encoding, bytes)
    .replace(/\ufeff/g, '')
    .split(/\0+/);
  if (texts.at(-1) === '') texts.pop();
  return texts.join('/').trim();
}

/** Where the text that `bytes` begin with ends, its zero included; undefined if there is none. */
export function endOfId3Text(encoding: Id3Encoding, bytes: Uint8Array): number | undefined {
  const unit = encoding === 1 || encoding === 2 ? 2 : 1;
  for (let at = 0; at + unit <= bytes.length; at += unit) {
    if (bytes[at] === 0 && (unit === 1 || bytes[at + 1] === 0)) return at + unit;
  }
  return undefined;
}

function decode(encoding: Id3Encoding, bytes: Uint8Array): string {
  switch (encoding) {
    case 0:
      return latin1.decode(bytes);
    case 1:
      return (bytes[0] === 0xfe && bytes[1] === 0xff ? utf16.be : utf16.le).decode(bytes);
    case 2:
      return utf16.be.decode(bytes);
    case 3:
      return utf8.decode(bytes);
  }
}
