import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import { concat } from '../../src/bytes/concat.js';
import { Conversation } from '../support/conversation.js';
import { FakeSource, film } from '../support/fake-source.js';
import { FilmWatch } from '../support/film-watch.js';
import { passing } from '../support/recorded-conversation.js';

const DURATION = 10_000;
const PADDING = new TextEncoder().encode(` ${'.'.repeat(16_000)}`);

/** Two frames of each kind a second, large enough that a cache of 1 MiB holds a few seconds. */
function heavy(label: string): FakeSource {
  const light = film({ duration: DURATION, gop: 1000, frame: 500, sound: 500, label });
  return new FakeSource(light.map((message) => message.with(concat([message.payload, PADDING]))));
}

const file = fc.constantFrom('a', 'b');
const time = fc.nat({ max: DURATION + 1000 });
const action = fc.oneof(
  fc.record({ do: fc.constant('play' as const), file, time }),
  fc.record({ do: fc.constant('seek' as const), time }),
  fc.record({ do: fc.constant('pause' as const), wanted: fc.boolean() }),
  fc.record({ do: fc.constant('switch' as const), file }),
  fc.record({ do: fc.constant('buffer' as const), length: fc.nat({ max: 20_000 }) }),
  fc.record({ do: fc.constant('close' as const) }),
  fc.record({ do: fc.constant('wait' as const), milliseconds: fc.nat({ max: 3000 }) }),
);
const step = fc.record({ client: fc.nat({ max: 2 }), action });

test('whatever several clients of one small cache ask for, each gets the frames of the file in order from each start', async () => {
  let [frames, starts] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const recorded = { a: heavy('a-'), b: heavy('b-') };
      const conversation = await Conversation.begin({ recorded, set: ['recordedCache.maxSize=1MiB'] });
      const players = [];
      for (let i = 0; i < 3; i++) {
        const client = await conversation.connected();
        client.command('play', 0, ['a', 0], 1);
        players.push({ client, watch: new FilmWatch(recorded.a) });
      }
      for (const { client: index, action: asked } of steps) {
        const { client } = players[index]!;
        if (asked.do === 'wait') await passing(conversation, asked.milliseconds);
        else if (asked.do === 'play') client.command('play', 0, [asked.file, asked.time], 1);
        else if (asked.do === 'seek') client.command('seek', 0, [asked.time], 1);
        else if (asked.do === 'pause') client.command('pause', 0, [asked.wanted], 1);
        else if (asked.do === 'close') client.command('closeStream', 0, [], 1);
        else if (asked.do === 'buffer')
          client.control({ event: 'setBufferLength', messageStreamId: 1, bufferLength: asked.length });
        else
          client.command(
            'play2',
            0,
            [AmfObject.of({ streamName: asked.file, transition: 'switch', len: -1, offset: -1 })],
            1,
          );
        for (const { client: each, watch } of players) watch.hear(await each.hears());
      }
      const { bytes, budget } = conversation.instance('live')!.media.segments.statistics;
      for (const { client, watch } of players) {
        client.command('closeStream', 0, [], 1);
        watch.hear(await client.hears());
        frames += watch.frames;
        starts += watch.starts;
      }
      expect(players.flatMap(({ watch }) => watch.broken)).toEqual([]);
      expect([bytes <= budget, conversation.library.held]).toEqual([true, 0]);
    }),
    { seed: 8, numRuns: 30 },
  );
  expect(frames).toBeGreaterThan(1000);
  expect(starts).toBeGreaterThan(200);
}, 120_000);
