import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordedRules } from '../support/recorded-rules.js';
import { Conversation } from '../support/conversation.js';
import { movie, passing, recordedPlayer } from '../support/recorded-conversation.js';

type Step =
  | { readonly do: 'play' | 'append' | 'seek'; readonly time: number }
  | { readonly do: 'pause' | 'unpause' | 'toggle' }
  | { readonly do: 'receiveAudio' | 'receiveVideo'; readonly wanted: boolean }
  | { readonly do: 'buffer'; readonly milliseconds: number }
  | { readonly do: 'wait'; readonly milliseconds: number };

const time = fc.nat({ max: 12_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('play' as const, 'append' as const, 'seek' as const, 'seek' as const),
      time,
    }),
  },
  { weight: 4, arbitrary: fc.constantFrom<Step>({ do: 'pause' }, { do: 'unpause' }, { do: 'toggle' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('receiveAudio' as const, 'receiveVideo' as const),
      wanted: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('buffer' as const), milliseconds: fc.nat({ max: 20_000 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), milliseconds: fc.nat({ max: 4000 }) }) },
);

test('whatever a client asks for: time steps back only when it was told, pauses are silent, and there is one end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.boolean(), async (steps, knowsSeekFrames) => {
      const conversation = await Conversation.begin({ recorded: { movie: movie(10_000, 3000) } });
      const player = knowsSeekFrames ? await recordedPlayer(conversation) : await conversation.connected();
      const rules = new RecordedRules();
      for (const one of [{ do: 'play', time: 0 } as const, ...steps]) {
        switch (one.do) {
          case 'play':
            player.command('play', 0, ['movie', one.time], 1);
            break;
          case 'append':
            player.command('play', 0, ['movie', one.time, -1, false], 1);
            break;
          case 'seek':
            player.command('seek', 0, [one.time], 1);
            break;
          case 'pause':
          case 'unpause':
            player.command('pause', 0, [one.do === 'pause'], 1);
            break;
          case 'toggle':
            player.command('pause', 0, [], 1);
            break;
          case 'receiveAudio':
          case 'receiveVideo':
            player.command(one.do, 0, [one.wanted], 1);
            break;
          case 'buffer':
            player.control({ event: 'setBufferLength', messageStreamId: 1, bufferLength: one.milliseconds });
            break;
          case 'wait':
            await passing(conversation, one.milliseconds);
        }
        rules.hear(await player.hears());
      }
      player.command('closeStream', 0, [], 1);
      rules.hear(await player.hears());
      expect(rules.broken).toEqual([]);
      expect([conversation.clock.timers > 10, conversation.library.held]).toEqual([false, 0]);
    }),
    { seed: 4, numRuns: 60 },
  );
}, 60_000);
