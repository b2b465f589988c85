import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AmfObject } from '../../../src/amf/value.js';
import { Sha256 } from '../../../src/script/asc/bytes/sha256.js';
import { byteService } from '../../../src/script/worker/byte-service.js';
import { AscRun } from '../../support/asc-run.js';

async function evaluate(code: string): Promise<unknown> {
  const run = await AscRun.load('', { services: { bytes: byteService } });
  return run.evaluate(`var b = new ByteArray(); function hex(b) {
    var t = ""; for (var i = 0; i < b.length; i++) t += (b[i] + 256).toString(16).substr(1); return t;
  } ${code}`);
}

describe('ByteArray', () => {
  it.each([
    ['writeBoolean(true)', '01', 'readBoolean()', true],
    ['writeByte(-2)', 'fe', 'readByte()', -2],
    ['writeByte(254)', 'fe', 'readUnsignedByte()', 254],
    ['writeShort(-2)', 'fffe', 'readShort()', -2],
    ['writeShort(65534)', 'fffe', 'readUnsignedShort()', 65_534],
    ['writeInt(-2)', 'fffffffe', 'readInt()', -2],
    ['writeUnsignedInt(4294967294)', 'fffffffe', 'readUnsignedInt()', 4_294_967_294],
    ['writeFloat(1.5)', '3fc00000', 'readFloat()', 1.5],
    ['writeDouble(1.5)', '3ff8000000000000', 'readDouble()', 1.5],
    ['writeUTF("é")', '0002c3a9', 'readUTF()', 'é'],
    ['writeUTFBytes("é")', 'c3a9', 'readUTFBytes(2)', 'é'],
    ['writeMultiByte("é", "iso-8859-1")', 'e9', 'readMultiByte(1, "iso-8859-1")', 'é'],
    ['writeObject({a: 1})', '0a0b0103610401 01'.replace(' ', ''), 'readObject().a', 1],
  ])('%s', async (write, hex, read, value) => {
    expect(await evaluate(`b.${write}; hex(b)`)).toBe(hex);
    expect(await evaluate(`b.${write}; b.position = 0; b.${read}`)).toBe(value);
    expect(await evaluate(`b.${write}; b.position = 0; b.${read}; b.bytesAvailable`)).toBe(0);
    const cut = `b.${write}; b.length--; b.position = 0; try { b.${read}; "read" } catch (e) { e instanceof Error }`;
    expect(await evaluate(cut)).toBe(true);
  });

  it.each([
    ['b.endian = "littleEndian"; b.writeShort(1); hex(b)', '0100'],
    ['b.objectEncoding = 0; b.writeObject({a: 1}); hex(b)', '03000161003ff0000000000000000009'],
    ['b[3] = 258; hex(b) + b[0] + b[4] + b.missing', '000000020undefinedundefined'],
    ['b.writeUTFBytes("abc"); b.length = 1; b.length = 3; hex(b)', '610000'],
    ['b.writeUTFBytes("abc"); b + ""', 'abc'],
    ['b.writeUTFBytes("abcabcabc"); b.compress(); b.uncompress(); b.position + b.toString()', '0abcabcabc'],
    ['var c = new ByteArray(); c.writeUTFBytes("hello"); b.writeBytes(c, 1, 3); b + ""', 'ell'],
    ['var c = new ByteArray(); b.writeUTFBytes("hello"); b.position = 1; b.readBytes(c, 2, 2); hex(c)', '0000656c'],
    ['b.clear(); b.length', 0],
    ['b instanceof ByteArray && b instanceof Object', true],
    ['try { b.length = 1e9; 0 } catch (e) { e instanceof RangeError }', true],
    ['try { b.writeByte(1); b.uncompress(); 0 } catch (e) { e instanceof Error }', true],
    ['typeof b.inflate + typeof b.deflate', 'undefinedundefined'],
  ])('%s', async (code, value) => {
    expect(await evaluate(code)).toBe(value);
  });

  it('goes to clients and comes from them', async () => {
    const run = await AscRun.load(`application.onConnect = function () { return true };
      Client.prototype.echo = function (o) { o.b[0]++; return {b: o.b, is: o.b instanceof ByteArray} }`);
    run.start();
    run.connect('a');
    const answer = run.call('a', 'echo', AmfObject.of({ b: Uint8Array.of(1, 2) })) as AmfObject;
    expect(answer.get('b')).toEqual(Uint8Array.of(2, 2));
    expect(answer.get('is')).toBe(true);
  });
});

describe('SHA256', () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])('of %d bytes', (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) & 255);
    const expected = createHash('sha256').update(bytes).digest();
    expect(Buffer.from(new Sha256().update(bytes).digest())).toEqual(expected);
    const inParts = new Sha256();
    for (let at = 0; at < length; at += 17) inParts.update(bytes.subarray(at, at + 17));
    expect(Buffer.from(inParts.digest())).toEqual(expected);
  });

  it('of texts and of a ByteArray, in hexadecimal', async () => {
    const expected = createHash('sha256').update('é1').digest('hex');
    expect(await evaluate('new SHA256().update("é").update(1).digest()')).toBe(expected);
    expect(await evaluate('b.writeUTFBytes("é1"); new SHA256().hash(b)')).toBe(expected);
    expect(await evaluate('b.writeUTFBytes("é1"); SHA256.computeDigest(b)')).toBe(expected);
    await expect(evaluate('SHA256.computeDigest("é1")')).rejects.toThrow('needs a ByteArray');
  });
});
