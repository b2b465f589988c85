/** Tags of ASN.1's universal types (X.690, section 8), and those that a certificate uses of its own. */
const DerTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One value of any tag, in the distinguished encoding. */
export function derValue(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  const size = length.toString(16);
  const sizeBytes = Uint8Array.from(size.padStart(size.length + (size.length % 2), '0').match(/../g)!, (pair) =>
    parseInt(pair, 16),
  );
  return join([
    Uint8Array.of(tag, ...(length < 128 ? [length] : [0x80 | sizeBytes.length, ...sizeBytes])),
    ...contents,
  ]);
}

export function derSequence(...contents: readonly Uint8Array[]): Uint8Array {
  return derValue(DerTag.sequence, ...contents);
}

export function derSet(...contents: readonly Uint8Array[]): Uint8Array {
  return derValue(DerTag.set, ...contents);
}

/** @param bytes big-endian, the first below 0x80: a positive number, in as few bytes as can be */
export function derInteger(bytes: Uint8Array): Uint8Array {
  return derValue(DerTag.integer, bytes);
}

export function derBitString(bytes: Uint8Array): Uint8Array {
  return derValue(DerTag.bitString, Uint8Array.of(0), bytes);
}

export function derOctetString(bytes: Uint8Array): Uint8Array {
  return derValue(DerTag.octetString, bytes);
}

export function derUtf8(text: string): Uint8Array {
  return derValue(DerTag.utf8String, new TextEncoder().encode(text));
}

export function derTrue(): Uint8Array {
  return derValue(DerTag.boolean, Uint8Array.of(0xff));
}

/** @param dotted `2.5.4.3` */
export function derObjectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return derValue(DerTag.objectIdentifier, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** @param time milliseconds since 1970, to the second; until 2049 of two digits for the year (RFC 5280, section 4.1.2.5) */
export function derTime(time: number): Uint8Array {
  const date = new Date(time);
  const text = date.toISOString().replace(/\.\d+|[-:T]/g, '');
  const isShort = date.getUTCFullYear() < 2050;
  return derValue(
    isShort ? DerTag.utcTime : DerTag.generalizedTime,
    new TextEncoder().encode(isShort ? text.slice(2) : text),
  );
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
