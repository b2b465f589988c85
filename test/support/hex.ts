/** Bytes from hexadecimal digits; white space between them is for the reader. */
export function hex(digits: string): Uint8Array {
  const bare = digits.replace(/\s+/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(bare)) throw new Error(`not whole bytes in hexadecimal: ${digits}`);
  return Uint8Array.from(bare.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** {@link hex}, by the name that reads well beside {@link toHex}. */
export { hex as fromHex };

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
