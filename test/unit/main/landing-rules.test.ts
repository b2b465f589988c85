import { expect, it } from 'vitest';
import { applicationSchema } from '../../../src/config/application-schema.js';
import { needsKey, showsStreams } from '../../../src/main/landing-rules.js';

const [HERE, THERE] = ['127.0.0.1', '192.0.2.7'];
const hook = (event: string) => ({ hooks: [{ url: 'https://site.example/hook', events: [event] }] });

it.each([
  ['open to everybody', {}, false, true],
  ['decided by a script', {}, true, false],
  ['decided by a webhook', hook('play'), false, false],
  ['let in by a webhook', hook('connect'), false, false],
  ['told to a webhook', hook('unpublish'), false, true],
  ['for who has a signature', { play: { requires: 'signature' } }, false, false],
  ['for who has a signature, and for us', { play: { requires: 'signature', exempt: [THERE] } }, false, true],
  ['for others', { play: { allow: [HERE] } }, false, false],
  ['denied to us', { play: { deny: [THERE] } }, false, false],
  ['shown whoever asks', { landingPage: { streams: 'all' }, play: { deny: ['all'] } }, true, true],
  ['never shown', { landingPage: { streams: 'none' } }, false, false],
])('a stream that is %s', (_, settings, hasScript, expected) => {
  expect(showsStreams(applicationSchema.parse(settings), hasScript, THERE)).toBe(expected);
});

it.each([
  ['from the machine itself', {}, HERE, false],
  ['from elsewhere', {}, THERE, true],
  ['where nothing is required', { publish: { requires: 'nothing' } }, THERE, false],
])('a key to publish %s', (_, settings, address, expected) => {
  expect(needsKey(applicationSchema.parse(settings), address)).toBe(expected);
});
