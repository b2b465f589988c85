import { expect, test } from 'vitest';
import { parseSafeName, printable } from '../../../src/application/safe-name.js';

test.each([
  'stream',
  'a/b/c',
  'Ünïcödé',
  '日本語',
  '🎥',
  'with space',
  '.hidden',
  'a.b',
  '_definst_',
  'constructor',
  '__proto__',
  'console',
  'common.flv',
  '100%',
  '%zz',
  'a%20b',
  'x'.repeat(255),
  `${'x'.repeat(255)}/${'y'.repeat(255)}`,
  "it's;$(touch marker)&|".replace('|', ''),
])('is a name: %s', (name) => {
  expect(parseSafeName(name)).toBe(name);
});

test.each([
  { name: 'nothing', text: '' },
  { name: 'climbing out', text: '../../etc' },
  { name: 'climbing out inside', text: 'a/../../etc' },
  { name: 'climbing out at the end', text: 'a/..' },
  { name: 'three dots', text: '...' },
  { name: 'one dot', text: '.' },
  { name: 'one dot inside', text: 'a/./b' },
  { name: 'backslashes', text: '..\\..\\x' },
  { name: 'escaped dots', text: '%2e%2e' },
  { name: 'escaped dots in capitals', text: '%2E%2E/x' },
  { name: 'a slash that is escaped', text: 'a%2fb' },
  { name: 'a backslash that is escaped', text: 'a%5cb' },
  { name: 'dots escaped twice', text: '%252e' },
  { name: 'an escaped NUL', text: 'a%00' },
  { name: 'an escaped line end', text: 'a%0d%0ab' },
  { name: 'absolute', text: '/abs' },
  { name: 'a drive', text: 'C:\\x' },
  { name: 'a drive alone', text: 'C:' },
  { name: 'a stream of a file', text: 'file.flv:stream' },
  { name: 'UNC', text: '\\\\unc\\x' },
  { name: 'empty segments', text: 'a//b' },
  { name: 'a slash at the end', text: 'a/' },
  { name: 'NUL', text: 'a\u0000b' },
  { name: 'line ends', text: 'a\r\nb' },
  { name: 'a tabulator', text: 'a\tb' },
  { name: 'ANSI escapes', text: '\u001b[31mred' },
  { name: 'C1 controls', text: 'a\u009bb' },
  { name: 'delete', text: 'a\u007f' },
  { name: 'right to left override', text: '\u202etxt.exe' },
  { name: 'right to left isolate', text: 'a\u2067b' },
  { name: 'an Arabic letter mark', text: 'a\u061cb' },
  { name: 'zero width space', text: 'a\u200bb' },
  { name: 'byte order mark', text: '\ufeffa' },
  { name: 'line separator', text: 'a\u2028b' },
  { name: 'a lone surrogate', text: 'a\ud800b' },
  { name: 'a device of Windows', text: 'CON' },
  { name: 'a device with an extension', text: 'nul.txt' },
  { name: 'a device in a folder', text: 'a/com1' },
  { name: 'a dot at the end', text: 'a.' },
  { name: 'a space at the end', text: 'a ' },
  { name: 'a space at the beginning', text: ' a' },
  { name: 'a no-break space at the end', text: 'a\u00a0' },
  { name: 'a dot at the end of a folder', text: 'a./b' },
  { name: 'wildcards', text: 'a*' },
  { name: 'a question mark', text: 'a?b' },
  { name: 'redirections', text: 'a>b' },
  { name: 'a pipe', text: 'a|b' },
  { name: 'a quote', text: 'a"b' },
  { name: 'a segment of 256', text: 'x'.repeat(256) },
  { name: '10 KB', text: 'x/'.repeat(5000) },
])('is no name: $name', ({ text }) => {
  expect(parseSafeName(text)).toBeUndefined();
});

test.each([
  { text: 'plain', shown: 'plain' },
  { text: 'a\r\nb\u0000', shown: 'a\\u000d\\u000ab\\u0000' },
  { text: '\u001b[31m', shown: '\\u001b[31m' },
  { text: '\u202eevil\u061c', shown: '\\u202eevil\\u061c' },
  { text: '\ud800x', shown: '\\ud800x' },
  { text: '日本 🎥', shown: '日本 🎥' },
  { text: 'x'.repeat(201), shown: `${'x'.repeat(200)}…` },
  { text: '\n'.repeat(300), shown: `${'\\u000a'.repeat(200)}…` },
])('in a log: $shown', ({ text, shown }) => {
  expect(printable(text)).toBe(shown);
});

test('an emoji cut in half does not leave half of it', () => {
  expect(printable('🎥🎥', 3)).toBe('🎥\\ud83c…');
});
