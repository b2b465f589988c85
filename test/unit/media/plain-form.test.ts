import { describe, expect, it } from 'vitest';
import { MediaBatch } from '../../../src/media/media-batch.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { plainForm } from '../../../src/media/plain-form.js';
import { fromHex, toHex } from '../../support/hex.js';

const HVC1 = '68766331';
const AV01 = '61763031';
const OPUS = '4f707573';

describe('the plain form of a message', () => {
  const cases: { name: string; kind: 'audio' | 'video'; payload: string; plain: string | undefined }[] = [
    { name: 'legacy AVC', kind: 'video', payload: '1701000000aabb', plain: '1701000000aabb' },
    { name: 'plain HEVC', kind: 'video', payload: `91${HVC1}000010aabb`, plain: `91${HVC1}000010aabb` },
    { name: 'one track, number 0', kind: 'video', payload: `9601${HVC1}00000010aabb`, plain: `91${HVC1}000010aabb` },
    { name: 'one track, number 2', kind: 'video', payload: `9601${HVC1}02000010aabb`, plain: undefined },
    {
      name: 'many tracks, 0 is the second',
      kind: 'video',
      payload: `9613${AV01}01000002ccdd00000001aa`,
      plain: `93${AV01}aa`,
    },
    {
      name: 'many codecs',
      kind: 'video',
      payload: `a623${AV01}01000001cc${HVC1}00000002aabb`,
      plain: `a3${HVC1}aabb`,
    },
    { name: 'nanoseconds in front', kind: 'video', payload: `9702000001${'03'}${AV01}aabb`, plain: `93${AV01}aabb` },
    { name: 'audio, one track, number 0', kind: 'audio', payload: `9501${OPUS}00aabb`, plain: `91${OPUS}aabb` },
    { name: 'audio, one track, number 1', kind: 'audio', payload: `9501${OPUS}01aabb`, plain: undefined },
    { name: 'AAC', kind: 'audio', payload: 'af01aabb', plain: 'af01aabb' },
    { name: 'silence', kind: 'audio', payload: '', plain: '' },
    { name: 'a chain cut short', kind: 'video', payload: '9702', plain: '9702' },
  ];
  it.each(cases)('of $name', ({ kind, payload, plain }) => {
    const form = plainForm(new MediaMessage(kind, 40, fromHex(payload)));
    expect(form && toHex(form.payload)).toBe(plain);
    expect(form?.timestamp ?? 40).toBe(40);
  });

  it('is made once for all who need it', () => {
    const message = new MediaMessage('video', 0, fromHex(`9601${HVC1}00000010aabb`));
    expect(plainForm(message)).toBe(plainForm(message));
  });
});

describe('the plain form of a batch', () => {
  const track0 = new MediaMessage('video', 0, fromHex(`9601${HVC1}00000010aabb`));
  const track1 = new MediaMessage('video', 0, fromHex(`9601${HVC1}01000010aabb`));
  const audio = new MediaMessage('audio', 0, fromHex('af01aabb'));

  it('is the batch itself when nothing in it is wrapped', () => {
    const batch = new MediaBatch([audio]);
    expect(batch.plain).toBe(batch);
  });

  it('leaves out the other tracks', () => {
    const batch = new MediaBatch([track0, track1, audio]);
    expect(batch.plain.messages.map(({ payload }) => toHex(payload))).toEqual([`91${HVC1}000010aabb`, 'af01aabb']);
    expect(batch.plain).toBe(batch.plain);
  });
});
