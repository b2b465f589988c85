import { expect, test } from 'vitest';
import type { SafeName } from '../../../src/application/safe-name.js';
import { parseStreamName } from '../../../src/application/stream-name.js';
import type { LinkedOrigin } from '../../../src/edge/origins.js';
import { RoutedMedia } from '../../../src/edge/routed-media.js';
import { LinkPair } from '../../support/link-pair.js';
import { settled } from '../../support/settled.js';

test('a way that cannot be said is told of, and hurts nobody else', async () => {
  const pair = new LinkPair();
  const { clock } = pair;
  const origin = { target: { way: 'link', secure: false, host: 'origin.example', port: 1935 } } as LinkedOrigin;
  const { line } = pair.initiator;
  const media = new RoutedMedia({
    ...{ clock, random: () => 1, timeout: () => 2000, linger: () => 10_000, forgotten: () => undefined },
    routes: {
      originsOf: () => ({ reach: () => Promise.resolve({ kind: 'link', line, origin }), failed: () => undefined }),
      placeAt: () => ({ app: 'live', tcUrl: `rtmp://origin.example/live?${'x'.repeat(20_000)}` }),
    },
    outgoing: () => undefined as never,
  });
  const told: string[] = [];
  const instance = '_definst_' as SafeName;
  media.play(instance, parseStreamName('studio')!, { ended: (why: string) => told.push(why) } as never);
  media.publish(instance, { id: 'c'.repeat(20_000) } as never, parseStreamName('studio')!, 'live', {
    lost: (why: string) => told.push(why),
  } as never);
  await settled(clock);
  expect(told).toEqual([
    expect.stringMatching(/^the header of a stream has \d+ bytes$/),
    expect.stringMatching(/^the header of a stream has \d+ bytes$/),
  ]);
});
