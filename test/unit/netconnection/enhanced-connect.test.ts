import { describe, expect, it, test } from 'vitest';
import { AmfArray, AmfObject } from '../../../src/amf/value.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { readEnhancedCapabilities } from '../../../src/netconnection/enhanced-connect.js';

const NOTHING = {
  fourCcList: [],
  video: [],
  audio: [],
  reconnect: false,
  multitrack: false,
  modEx: false,
  timestampNanoOffset: false,
  clientSeek: false,
  hdr: false,
  videoMetadata: false,
  largeScaleTile: false,
};

function read(fields: Readonly<Record<string, AmfValue>>) {
  const object = AmfObject.of(fields);
  return readEnhancedCapabilities((name) => object.get(name));
}

describe('who says nothing of Enhanced RTMP', () => {
  it.each<{ name: string; fields: Record<string, AmfValue> }>([
    { name: 'Flash Player', fields: { flashVer: 'WIN 32,0,0,465', videoCodecs: 252, videoFunction: 1 } },
    { name: 'a list that is text', fields: { fourCcList: 'hvc1' } },
    { name: 'maps that are none', fields: { videoFourCcInfoMap: 4, audioFourCcInfoMap: ['*'] } },
    { name: 'bits that are text', fields: { capsEx: '3' } },
    { name: 'bits that are no number', fields: { capsEx: NaN } },
    { name: 'bits below 0', fields: { capsEx: -1 } },
    { name: 'half a bit', fields: { capsEx: 1.5 } },
    { name: 'too many bits', fields: { capsEx: 2 ** 32 } },
    {
      name: 'null',
      fields: { fourCcList: null, videoFourCcInfoMap: null, audioFourCcInfoMap: undefined, capsEx: null },
    },
  ])('$name', ({ fields }) => {
    expect(read(fields)).toBeUndefined();
  });
});

describe('fourCcList', () => {
  it.each<{ name: string; value: AmfValue; list: string[] }>([
    { name: 'as ffmpeg writes it', value: ['hvc1', 'av01', 'vp09'], list: ['hvc1', 'av01', 'vp09'] },
    { name: 'all', value: ['*'], list: ['*'] },
    { name: 'an array with dense members', value: new AmfArray(['av01']), list: ['av01'] },
    { name: 'an array with named members', value: new AmfArray([], [['first', 'av01']]), list: ['av01'] },
    {
      name: 'garbage between',
      value: ['av01', 7, null, 'toolong', 'abc', 'äöüß', ['hvc1'], 'hvc1'],
      list: ['av01', 'hvc1'],
    },
    { name: 'empty', value: [], list: [] },
  ])('$name', ({ value, list }) => {
    expect(read({ fourCcList: value })).toEqual({ ...NOTHING, fourCcList: list });
  });

  test('of a thousand the first are looked at', () => {
    expect(read({ fourCcList: Array.from({ length: 1000 }, () => 'av01') })?.fourCcList).toHaveLength(64);
  });
});

describe('info maps', () => {
  const capability = (fourCc: string, decode: boolean, encode: boolean, forward: boolean) => {
    return { fourCc, decode, encode, forward };
  };
  it('of an object', () => {
    const read1 = read({
      videoFourCcInfoMap: AmfObject.of({ '*': 4, vp09: 3, hvc1: 1 }),
      audioFourCcInfoMap: AmfObject.of({ Opus: 2 }),
    });
    expect(read1).toEqual({
      ...NOTHING,
      video: [
        capability('*', false, false, true),
        capability('vp09', true, true, false),
        capability('hvc1', true, false, false),
      ],
      audio: [capability('Opus', false, true, false)],
    });
  });

  it('of an array with names, garbage left out', () => {
    const map = new AmfArray(
      [],
      [
        ['av01', 1],
        ['hvc1', '1'],
        ['__proto__', 1],
        ['vp09', -1],
        ['avc1', null],
      ],
    );
    expect(read({ videoFourCcInfoMap: map })?.video).toEqual([capability('av01', true, false, false)]);
  });

  it('of a thousand codecs the first are looked at', () => {
    const names = Array.from({ length: 1000 }, (_, i): [string, AmfValue] => [String(i + 1000), 1]);
    expect(read({ audioFourCcInfoMap: new AmfObject('', names) })?.audio).toHaveLength(64);
  });
});

describe('bits', () => {
  it.each([
    { capsEx: 0, known: {} },
    { capsEx: 1, known: { reconnect: true } },
    { capsEx: 2, known: { multitrack: true } },
    { capsEx: 4, known: { modEx: true } },
    { capsEx: 8, known: { timestampNanoOffset: true } },
    { capsEx: 3, known: { reconnect: true, multitrack: true } },
    { capsEx: 0xffff_fff0, known: {} },
    { capsEx: 0xffff_ffff, known: { reconnect: true, multitrack: true, modEx: true, timestampNanoOffset: true } },
  ])('capsEx $capsEx', ({ capsEx, known }) => {
    expect(read({ capsEx })).toEqual({ ...NOTHING, ...known });
  });

  it.each([
    { videoFunction: 1, known: { clientSeek: true } },
    { videoFunction: 2, known: { hdr: true } },
    { videoFunction: 4, known: { videoMetadata: true } },
    { videoFunction: 8, known: { largeScaleTile: true } },
    { videoFunction: 'all', known: {} },
  ])('videoFunction $videoFunction', ({ videoFunction, known }) => {
    expect(read({ capsEx: 0, videoFunction })).toEqual({ ...NOTHING, ...known });
  });
});
