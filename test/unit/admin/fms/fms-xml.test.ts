import { describe, expect, it } from 'vitest';
import type { FmsAnswer } from '../../../../src/admin/fms/fms-answer.js';
import type { FmsValue } from '../../../../src/admin/fms/fms-value.js';
import { FmsList, fmsToAmf } from '../../../../src/admin/fms/fms-value.js';
import { fmsXml } from '../../../../src/admin/fms/fms-xml.js';
import { AmfDate } from '../../../../src/amf/amf-date.js';
import { AmfArray, AmfObject } from '../../../../src/amf/value.js';

const now = new Date(2007, 6, 23, 8, 25, 52);

function xmlOf(data: FmsValue, adminElem = false): string {
  const answer: FmsAnswer = { level: 'status', code: 'NetConnection.Call.Success', data };
  return /<data>(.*)<\/data>/s.exec(fmsXml(answer, now, { adminElem }))![1]!;
}

describe('fmsXml', () => {
  it('is what FMS answers', () => {
    expect(
      fmsXml({ level: 'status', code: 'NetConnection.Call.Success', data: { a: 1 } }, now, { adminElem: false }),
    ).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<result><level>status</level><code>NetConnection.Call.Success</code>' +
        '<timestamp>7/23/2007 8:25:52 AM</timestamp><data><a>1</a></data></result>',
    );
    expect(
      fmsXml({ level: 'error', code: 'NetConnection.Call.Failed', description: 'a < b' }, now, { adminElem: false }),
    ).toContain(
      '<level>error</level><code>NetConnection.Call.Failed</code><description>a &lt; b</description><timestamp>',
    );
  });

  it.each<[value: FmsValue, xml: string, withElem?: string]>([
    ['a & "b"', 'a &amp; &quot;b&quot;'],
    [true, 'true'],
    [null, ''],
    [-1.5, '-1.5'],
    [['a', 'b'], '<_0>a</_0><_1>b</_1>', '<elem name="0">a</elem><elem name="1">b</elem>'],
    [new FmsList({ total_apps: 1 }, ['live']), '<total_apps>1</total_apps><_0>live</_0>'],
    [{ a: { b: [] }, none: undefined }, '<a><b></b></a>'],
    [new Date(2026, 10, 1, 0, 5, 9), '11/1/2026 12:05:09 AM'],
    [new Date(2026, 10, 1, 12, 0, 0), '11/1/2026 12:00:00 PM'],
    [{ '_defaultRoot_/host': ['a'] }, '<elem name="_defaultRoot_/host"><_0>a</_0></elem>'],
    ['\u0000\u001b\ud800\ufffe', '\ufffd\ufffd\ufffd\ufffd'],
    ['<script>', '&lt;script&gt;'],
  ])('%j is %s', (value, xml, withElem) => {
    expect(xmlOf(value)).toBe(xml);
    if (withElem !== undefined) expect(xmlOf(value, true)).toBe(withElem);
  });
});

describe('fmsToAmf', () => {
  it('is the same for ActionScript', () => {
    expect(fmsToAmf({ a: [1, null], b: new Date(5), c: undefined })).toEqual(
      AmfObject.of({ a: [1, null], b: new AmfDate(5) }),
    );
    expect(fmsToAmf(new FmsList({ total_apps: 1 }, ['live']))).toEqual(new AmfArray(['live'], [['total_apps', 1]]));
  });
});
