import { describe, expect, test } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfArray, AmfObject } from '../../../src/amf/value.js';
import { reportJson } from '../../../src/main/media-report-json.js';
import { bytesText, timeText } from '../../../src/main/media-report-text.js';
import type { MediaReport } from '../../../src/media/media-report.js';

const nothing: MediaReport = {
  container: 'flv',
  size: 1,
  duration: 2,
  streams: [],
  keyFrames: undefined,
  metadata: new Map(),
  defects: [],
};

function metadataOf(...metadata: [string, AmfValue][]): unknown {
  const report = { ...nothing, metadata: new Map(metadata) };
  return (JSON.parse(reportJson('a.flv', report)) as { metadata: unknown }).metadata;
}

describe('what is said of a media file', () => {
  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [12_345_678, '12.3 MB'],
    [3e15, '3000.0 TB'],
  ])('%i bytes', (bytes, text) => expect(bytesText(bytes)).toBe(text));

  test.each([
    [0, '0:00.000'],
    [59_999.6, '1:00.000'],
    [3_723_400, '1:02:03.400'],
  ])('%i milliseconds', (milliseconds, text) => expect(timeText(milliseconds)).toBe(text));

  test('JSON has the shape that is documented', () => {
    expect(JSON.parse(reportJson('a.flv', nothing))).toEqual({
      file: 'a.flv',
      container: 'flv',
      size: 1,
      duration: 2,
      streams: [],
      defects: [],
      metadata: {},
    });
  });

  test('metadata of every type is JSON, however it refers to itself', () => {
    const itself = new AmfObject();
    itself.set('itself', itself);
    expect(
      metadataOf(['date', new AmfDate(0)], ['never', new AmfDate(NaN)], ['nan', NaN], ['list', [1, 'a', true]]),
    ).toEqual({ date: '1970-01-01T00:00:00.000Z', never: null, nan: null, list: [1, 'a', true] });
    expect(metadataOf(['array', new AmfArray([5], [['a', null]])])).toEqual({ array: { '0': 5, a: null } });
    expect(JSON.stringify(metadataOf(['deep', itself])).length).toBeLessThan(200);
    expect(metadataOf(['__proto__', 1])).toEqual(JSON.parse('{"__proto__":1}'));
  });
});
