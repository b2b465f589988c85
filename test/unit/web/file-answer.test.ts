import { describe, expect, it } from 'vitest';
import type { MediaFile } from '../../../src/media/media-file.js';
import { parseByteRange } from '../../../src/web/byte-range.js';
import { fileAnswer } from '../../../src/web/file-answer.js';

const file = { size: 1000, version: '1-2/3' } as MediaFile;

describe('ranges', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=10-', { start: 10, end: 999 }],
    ['bytes=990-5000', { start: 990, end: 999 }],
    ['bytes=-10', { start: 990, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }],
    ['bytes=1000-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', undefined],
    ['bytes=0-1,5-6', undefined],
    ['bytes=-', undefined],
    ['lines=1-2', undefined],
    [`bytes=${'9'.repeat(400)}-`, undefined],
  ])('%s', (header, range) => {
    expect(parseByteRange(header, 1000)).toEqual(range);
  });
});

describe('answers of files', () => {
  const etag = '"1-2_3"';

  it('gives all of it, or a part', () => {
    const whole = fileAnswer('film.mp4', file, {});
    expect(whole).toMatchObject({ status: 200, body: { start: 0, end: 999 } });
    expect(whole.headers).toMatchObject({ etag, 'content-type': 'video/mp4', 'content-length': '1000' });
    const part = fileAnswer('film.FLV', file, { range: 'bytes=100-199' });
    expect(part).toMatchObject({ status: 206, body: { start: 100, end: 199 } });
    expect(part.headers).toMatchObject({
      'content-type': 'video/x-flv',
      'content-range': 'bytes 100-199/1000',
      'content-length': '100',
    });
  });

  it.each([
    ['who has it already', { 'if-none-match': etag, range: 'bytes=0-1' }, 304, undefined],
    ['who has the beginning of it', { 'if-range': etag, range: 'bytes=500-' }, 206, { start: 500, end: 999 }],
    ['who has the beginning of another', { 'if-range': '"old"', range: 'bytes=500-' }, 200, { start: 0, end: 999 }],
    ['who asks for what is behind its end', { range: 'bytes=1000-' }, 416, undefined],
  ])('%s', (_, headers, status, body) => {
    expect(fileAnswer('film.mp4', file, headers)).toMatchObject({ status });
    expect(fileAnswer('film.mp4', file, headers).body).toEqual(body);
  });

  it('tells how long it is to who asked for too much, and says nothing of an empty file', () => {
    expect(fileAnswer('a.mp3', file, { range: 'bytes=1000-' }).headers['content-range']).toBe('bytes */1000');
    expect(fileAnswer('a.mp3', { ...file, size: 0 }, {}).body).toBeUndefined();
  });
});
