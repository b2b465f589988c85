import { describe, expect, it } from 'vitest';
import { escapeField } from '../../../src/logging/escape-field.js';
import { jsonLine } from '../../../src/logging/json-line.js';

describe('escapeField', () => {
  it.each([
    ['', '-'],
    ['-', '%2D'],
    ['a-b', 'a-b'],
    ['WIN 10,0,32,18', 'WIN%2010,0,32,18'],
    ['a\tb\r\nconnect\tsession', 'a%09b%0D%0Aconnect%09session'],
    ['\u001b[2J', '%1B%5B2J'],
    ['100%', '100%25'],
    ['"<script>"', '%22%3Cscript%3E%22'],
    ['f\u00fcr \u732b', 'f\u00fcr%20\u732b'],
    ['\u202egnp.exe', '%E2%80%AEgnp.exe'],
    ['\u2028\u0085\u00a0', '%E2%80%A8%C2%85%C2%A0'],
    ['\ud800', '%EF%BF%BD'],
    ['ag_0123456789abcdefgh', 'ag_…'],
  ])('%j is %s', (text, field) => {
    expect(escapeField(text)).toBe(field);
  });

  it('is short, whatever it is given', () => {
    expect(escapeField('x'.repeat(1e6))).toHaveLength(2001);
  });
});

describe('jsonLine', () => {
  it('is one line that says the same, without keys', () => {
    const text = 'a\nb\u2028\u202ec\ud800 ag_0123456789abcdefgh';
    const line = jsonLine([
      ['text', text],
      ['none', undefined],
      ['number', 1],
    ]);
    expect(line).toMatch(/^[\u0020-\u007e…]*$/);
    expect(JSON.parse(line)).toEqual({ text: text.replace('0123456789abcdefgh', '…'), number: 1 });
  });
});
