import { expect, test } from 'vitest';
import { TooLongMessage } from '../../src/script/asc/sockets/message-splitter.js';
import type { StreamPiece } from '../../src/script/asc/sockets/stanza-splitter.js';
import { StanzaSplitter } from '../../src/script/asc/sockets/stanza-splitter.js';
import { Utf8Stream } from '../../src/script/asc/sockets/utf8-stream.js';
import { xmlToken } from '../../src/script/asc/xml/xml-tokens.js';
import { randomPieces } from '../support/arrivals.js';
import { mutated } from '../support/mutated.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

const document = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a b='1' c="&lt;&#228;"><!-- no --><d/>text &amp; ä<![CDATA[<raw>]]></a>`;

const stream = [
  `<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1'>`,
  `<stream:features><mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>`,
  `<message from="ann" to="ben"><body>Grüße &lt;&#x1F600; ${'long '.repeat(20)}</body></message>`,
  `\n <iq type='result'/> <![CDATA[ ]]><presence><show>away</show></presence>`,
  '</stream:stream>',
].join('');

const utf8 = new TextEncoder();
const asText = new TextDecoder();

function tokenize(source: string): string[] {
  const kinds: string[] = [];
  for (let at = 0; at < source.length;) {
    const token = xmlToken(source, at);
    kinds.push(token.kind);
    if (token.kind === 'fault') break;
    // A piece that is none would never end.
    expect(token.end).toBeGreaterThan(at);
    expect(token.end).toBeLessThanOrEqual(source.length);
    at = token.end;
  }
  return kinds;
}

test('a document that is mutated is cut into pieces to its end, or to its fault', () => {
  const bytes = utf8.encode(document);
  const ends = { whole: 0, fault: 0 };
  for (let seed = 0; seed < 5000; seed++) {
    const kinds = tokenize(asText.decode(mutated(bytes, seededRandom(seed))));
    if (kinds.at(-1) === 'fault') ends.fault++;
    else ends.whole++;
  }
  expect(Math.min(ends.whole, ends.fault)).toBeGreaterThan(100);
});

test('markup without sense ends as well', () => {
  const pieces = ['<', '>', '/', '!', '?', '[', ']', '-', '"', "'", '=', '&', ';', '#', ' ', 'a', '<![CDATA[', '<!--'];
  for (let seed = 0; seed < 5000; seed++) {
    const random = seededRandom(seed);
    tokenize(Array.from({ length: seededInteger(random, 60) }, () => pieces[seededInteger(random, 18)]!).join(''));
  }
});

/** The pieces of a stream, or that a stanza was too long. */
function split(arrivals: readonly Uint8Array[]): StreamPiece[] | 'too long' {
  const splitter = new StanzaSplitter(4096);
  const text = new Utf8Stream();
  try {
    return arrivals.flatMap((bytes) => splitter.take(text.take(bytes)));
  } catch (error) {
    if (!(error instanceof TooLongMessage)) throw error;
    return 'too long';
  }
}

test('a stream has the same stanzas however it arrives, and however it is mutated', () => {
  const whole = utf8.encode(stream);
  expect(split([whole])).toHaveLength(6);
  const ends = { ended: 0, broken: 0, otherwise: 0 };
  for (let seed = 0; seed < 2000; seed++) {
    const bytes = seed === 0 ? whole : mutated(whole, seededRandom(seed));
    const pieces = split([bytes]);
    expect(split(randomPieces(bytes, seed)), `in pieces, seed ${seed}`).toEqual(pieces);
    const last = pieces === 'too long' ? undefined : pieces.at(-1)?.kind;
    ends[last === 'end' ? 'ended' : last === 'broken' ? 'broken' : 'otherwise']++;
  }
  expect(Math.min(ends.ended, ends.broken, ends.otherwise)).toBeGreaterThan(50);
});
