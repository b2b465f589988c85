import { expect, test } from 'vitest';
import { RouteMethods } from '../../../src/net/route-methods.js';

const routes = new RouteMethods();
routes.add('/', ['GET']);
routes.add('/open/:number', ['POST']);
routes.add('/gateway/*', ['POST']);
routes.add('/a.b/page', ['GET', 'HEAD']);
routes.add('/:a/:name(^.+\\.flv$)', ['GET']);
routes.add('/:a/:name(^.+\\.flv$)', ['POST', 'PUT']);
routes.add('/:a/:name(^.+\\.(?:mp4|mp3)$)', ['GET']);
routes.add('/:a/part-:id', ['DELETE']);

test.each([
  ['/', ['GET']],
  ['/open/1', ['POST']],
  ['/open', []],
  ['/open/', []],
  ['/open/1/2', []],
  ['/gateway', []],
  ['/gateway/chat', ['POST']],
  ['/gateway/chat/room', ['POST']],
  ['/a.b/page', ['GET', 'HEAD']],
  ['/axb/page', []],
  ['/live/x.flv', ['GET', 'POST', 'PUT']],
  ['/live/x.mp3', ['GET']],
  ['/live/x.mp3.txt', []],
  ['/live/y/x.flv', []],
  ['/live/part-7', ['DELETE']],
  ['/live/part-', []],
])('%s: %j', (path, methods) => {
  expect(routes.at(path)).toEqual(methods);
});
