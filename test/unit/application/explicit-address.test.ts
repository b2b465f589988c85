import { describe, expect, it } from 'vitest';
import { parseApplicationAddress } from '../../../src/application/application-address.js';
import { explicitHop, nextHopOf } from '../../../src/application/explicit-address.js';

describe('an address in which a client leads the way', () => {
  it.each([
    ['?rtmp://origin/chat', 'chat@origin_1935', '_definst_', ''],
    ['?rtmp://Origin.example:1936/chat/room/1', 'chat@origin.example_1936', 'room/1', ''],
    ['/?rtmps://origin/chat/room?key=1', 'chat@origin_443s', 'room', 'key=1'],
    ['?rtmp://edge2/?rtmp://origin/chat/room', 'chat@edge2_1935@origin_1935', 'room', ''],
    ['?rtmp://[::1]:1935/chat', 'chat@--1_1935', '_definst_', ''],
  ])('%s', (app, application, instance, query) => {
    expect(parseApplicationAddress(app, 'rtmp://edge/x')).toEqual({ application, instance, query, host: 'edge' });
  });

  it('says what is to be said to the next server', () => {
    expect(explicitHop('?rtmp://edge2:1936/?rtmp://origin/chat')).toEqual({
      ...{ secure: false, host: 'edge2', port: 1936 },
      ...{ app: '?rtmp://origin/chat', tcUrl: 'rtmp://edge2:1936/?rtmp://origin/chat' },
    });
  });

  it.each(['chat?rtmp://origin/chat', '?http://origin/chat', '?rtmp://origin', '?rtmp://origin:99999/chat', '?'])(
    'is not %s',
    (app) => {
      expect(explicitHop(app)).toBeUndefined();
      expect(parseApplicationAddress(app, '')?.application ?? '').not.toContain('@');
    },
  );

  it.each([
    ['chat@origin_1935', { host: 'origin', port: 1935, secure: false }],
    ['chat@edge2_443s@origin_1935', { host: 'edge2', port: 443, secure: true }],
    ['chat', undefined],
    ['chat@origin', undefined],
  ])('is known by the name of its application: %s', (name, hop) => expect(nextHopOf(name)).toEqual(hop));
});
