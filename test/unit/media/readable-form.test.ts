import { describe, expect, it } from 'vitest';
import { MediaBatch } from '../../../src/media/media-batch.js';
import type { MediaKind } from '../../../src/media/media-message.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { readableForm } from '../../../src/media/readable-form.js';
import type { Wrappings } from '../../../src/media/wrappings.js';
import { wrappingsKnown } from '../../../src/media/wrappings.js';
import { fromHex, toHex } from '../../support/hex.js';

const AVC1 = '61766331';
const HVC1 = '68766331';
const AV01 = '61763031';
const MP4A = '6d703461';
const OPUS = '4f707573';

/** A ModEx prefix with 3 nanoseconds, up to the high nibble of the byte that ends it. */
const NANOSECONDS = '020000030';

const nothing = wrappingsKnown(false, false);
const modEx = wrappingsKnown(false, true);
const multitrack = wrappingsKnown(true, false);
const both = wrappingsKnown(true, true);

interface Case {
  readonly name: string;
  readonly kind: MediaKind;
  readonly payload: string;
  readonly form: string | undefined;
}

function formOf(kind: MediaKind, payload: string, wrappings: Wrappings): string | undefined {
  const form = readableForm(new MediaMessage(kind, 40, fromHex(payload)), wrappings);
  expect(form?.timestamp ?? 40).toBe(40);
  return form && toHex(form.payload);
}

describe('a message for who knows neither multitrack nor ModEx', () => {
  it.each<Case>([
    { name: 'legacy AVC', kind: 'video', payload: '1701000000aabb', form: '1701000000aabb' },
    { name: 'plain HEVC', kind: 'video', payload: `91${HVC1}000010aabb`, form: `91${HVC1}000010aabb` },
    { name: 'plain AVC with a FourCC', kind: 'video', payload: `91${AVC1}000010aabb`, form: `91${AVC1}000010aabb` },
    { name: 'one track, number 0', kind: 'video', payload: `9601${HVC1}00000010aabb`, form: `91${HVC1}000010aabb` },
    { name: 'one track, number 2', kind: 'video', payload: `9601${HVC1}02000010aabb`, form: undefined },
    {
      name: 'many tracks, 0 is the second',
      kind: 'video',
      payload: `9613${AV01}01000002ccdd00000001aa`,
      form: `93${AV01}aa`,
    },
    {
      name: 'many codecs',
      kind: 'video',
      payload: `a623${AV01}01000001cc${HVC1}00000002aabb`,
      form: `a3${HVC1}aabb`,
    },
    { name: 'a codec without a name', kind: 'video', payload: '96017878787800aabb', form: '9178787878aabb' },
    { name: 'colours of track 0', kind: 'video', payload: `9604${HVC1}00aabb`, form: `94${HVC1}aabb` },
    { name: 'nanoseconds in front', kind: 'video', payload: `97${NANOSECONDS}3${AV01}aabb`, form: `93${AV01}aabb` },
    {
      name: 'nanoseconds and a track',
      kind: 'video',
      payload: `97${NANOSECONDS}603${AV01}00aabb`,
      form: `93${AV01}aabb`,
    },
    { name: 'a command', kind: 'video', payload: 'd000', form: 'd000' },
    { name: 'nanoseconds and a command', kind: 'video', payload: `d7${NANOSECONDS}001`, form: 'd001' },
    { name: 'a command that looks like tracks', kind: 'video', payload: 'd600', form: 'd600' },
    { name: 'AVC, sequence header', kind: 'video', payload: `9600${AVC1}00aabb`, form: '1700000000aabb' },
    { name: 'AVC, key frame', kind: 'video', payload: `9601${AVC1}00000010aabb`, form: '1701000010aabb' },
    {
      name: 'AVC, inter frame without composition time',
      kind: 'video',
      payload: `a603${AVC1}00aabb`,
      form: '2701000000aabb',
    },
    { name: 'AVC, end of sequence', kind: 'video', payload: `9602${AVC1}00`, form: '1702000000' },
    { name: 'AVC, colours', kind: 'video', payload: `9604${AVC1}00aabb`, form: undefined },
    { name: 'AAC, sequence header', kind: 'audio', payload: `9500${MP4A}001210`, form: 'af001210' },
    { name: 'AAC, frame', kind: 'audio', payload: `9511${MP4A}00000002aabb01000001cc`, form: 'af01aabb' },
    { name: 'AAC, channels', kind: 'audio', payload: `9504${MP4A}00010200000003`, form: undefined },
    { name: 'audio, one track, number 0', kind: 'audio', payload: `9501${OPUS}00aabb`, form: `91${OPUS}aabb` },
    { name: 'audio, one track, number 1', kind: 'audio', payload: `9501${OPUS}01aabb`, form: undefined },
    { name: 'legacy AAC', kind: 'audio', payload: 'af01aabb', form: 'af01aabb' },
    { name: 'silence', kind: 'audio', payload: '', form: '' },
    { name: 'a chain cut short', kind: 'video', payload: '9702', form: '9702' },
    { name: 'tracks cut short', kind: 'video', payload: `9611${HVC1}00000010aabb`, form: undefined },
    { name: 'data', kind: 'data', payload: '9601', form: '9601' },
  ])('$name', ({ kind, payload, form }) => {
    expect(formOf(kind, payload, nothing)).toBe(form);
  });
});

describe('a message for who knows one of the two', () => {
  const twoTracks = `9613${AV01}01000002ccdd00000001aa`;
  it.each<Case & { readonly knows: Wrappings }>([
    { name: 'tracks stay', knows: multitrack, kind: 'video', payload: twoTracks, form: twoTracks },
    {
      name: 'tracks lose their nanoseconds',
      knows: multitrack,
      kind: 'video',
      payload: `97${NANOSECONDS}6${twoTracks.slice(2)}`,
      form: twoTracks,
    },
    {
      name: 'nanoseconds stay',
      knows: modEx,
      kind: 'video',
      payload: `97${NANOSECONDS}3${AV01}aabb`,
      form: `97${NANOSECONDS}3${AV01}aabb`,
    },
    {
      name: 'nanoseconds stay with track 0, under its FourCC',
      knows: modEx,
      kind: 'video',
      payload: `97${NANOSECONDS}613${AVC1}01000002ccdd00000001aa`,
      form: `97${NANOSECONDS}3${AVC1}aa`,
    },
    { name: 'track 0 without nanoseconds', knows: modEx, kind: 'video', payload: twoTracks, form: `93${AV01}aa` },
    { name: 'audio of track 1', knows: modEx, kind: 'audio', payload: `9501${OPUS}01aabb`, form: undefined },
  ])('$name', ({ knows, kind, payload, form }) => {
    expect(formOf(kind, payload, knows)).toBe(form);
  });
});

it('a form is made once for all who need it', () => {
  const message = new MediaMessage('video', 0, fromHex(`9601${HVC1}00000010aabb`));
  expect(readableForm(message, nothing)).toBe(readableForm(message, nothing));
});

describe('a batch for who does not know all wrappings', () => {
  const track0 = new MediaMessage('video', 0, fromHex(`9601${HVC1}00000010aabb`));
  const track1 = new MediaMessage('video', 0, fromHex(`9601${HVC1}01000010aabb`));
  const audio = new MediaMessage('audio', 0, fromHex('af01aabb'));

  it('is the batch itself when nothing in it is wrapped', () => {
    const batch = new MediaBatch([audio]);
    expect(batch.readableWith(nothing)).toBe(batch);
  });

  it('is the batch itself for who knows the wrappings', () => {
    const batch = new MediaBatch([track0, audio]);
    expect(batch.readableWith(both)).toBe(batch);
    expect(batch.readableWith(multitrack)).toBe(batch);
  });

  it('leaves out the other tracks, once for all', () => {
    const batch = new MediaBatch([track0, track1, audio]);
    const plain = batch.readableWith(nothing);
    expect(plain.messages.map(({ payload }) => toHex(payload))).toEqual([`91${HVC1}000010aabb`, 'af01aabb']);
    expect(batch.readableWith(nothing)).toBe(plain);
    expect(batch.readableWith(modEx)).not.toBe(plain);
  });
});
