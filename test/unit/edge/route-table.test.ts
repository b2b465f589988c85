import { describe, expect, it } from 'vitest';
import { describeTarget, findRoute, parseRoute } from '../../../src/edge/route-table.js';

describe('a route', () => {
  it.each([
    ['*:*;origin.example.com:1935', ['link://origin.example.com:1935']],
    ['*:*;Origin.example.com:1935;10.0.0.5:1936', ['link://origin.example.com:1935', 'link://10.0.0.5:1936']],
    ['*:*;rtmp://a:1935;rtmps://b:443;links://c:443', ['rtmp://a:1935', 'rtmps://b:443', 'links://c:443']],
    ['*:*;*:1936', ['link://edge.example.com:1936']],
    ['*:*;origin:*', ['link://origin:1935']],
    ['edge.example.com:1935;origin:1', ['link://origin:1']],
    ['*:1935; [2001:db8::1]:1935', ['link://[2001:db8::1]:1935']],
    ['*:*;unix:/run/a b.sock;origin:1', ['unix:/run/a b.sock', 'link://origin:1']],
    ['*:*;null', []],
    ['other.example.com:*;origin:1', undefined],
    ['*:80;origin:1', undefined],
  ])('%s', (written, targets) => {
    const route = parseRoute(written);
    expect(findRoute([route!], 'Edge.example.com'.toLowerCase(), 1935)?.map(describeTarget)).toEqual(targets);
  });

  it('says which servers clients have named', () => {
    const [named, own] = findRoute([parseRoute('*:*;*:1;origin:*')!], 'edge', 1935)!;
    expect([named?.byClient, own?.byClient]).toEqual([true, undefined]);
  });

  it('counts if it is the first that fits', () => {
    const routes = ['a.example:*;origin:1', '*:*;origin:2', '*:*;origin:3'].map((route) => parseRoute(route)!);
    expect(findRoute(routes, 'a.example', 1935)?.[0]?.port).toBe(1);
    expect(findRoute(routes, 'b.example', 1935)?.[0]?.port).toBe(2);
  });

  it.each([
    '',
    'origin:1935',
    '*:*',
    '*:*;',
    '*:*;origin',
    '*:*;origin:99999',
    '*:*;http://origin:80',
    '*;origin:1',
    '*:*;null;a:1',
    '*:*;unix:run.sock',
    'unix:/run/x.sock;origin:1',
  ])('is not %j', (written) => expect(parseRoute(written)).toBeUndefined());
});
