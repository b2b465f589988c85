import { expect, test } from 'vitest';
import { utf8Length } from '../../../src/bytes/utf8-length.js';

const texts = ['', 'live', '\u007f\u0080', '\u07ff\u0800', '\uffff', '😀', 'a\ud800', '\udc00\ud800', '\ud800😀\udc00'];

test.each(texts)('%j is as long as TextEncoder makes it', (text) => {
  expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
});
