import { describe, expect, it } from 'vitest';
import { StreamUses } from '../../../../src/admin/fms/stream-uses.js';
import type { AccessEvent } from '../../../../src/application/access-event.js';
import type { Client } from '../../../../src/application/client.js';
import { ManualClock } from '../../../support/manual-clock.js';

const place = { adaptor: '_defaultRoot_', virtualHost: '_defaultVHost_', application: 'live', instance: '_definst_' };
const client = { id: 'one' } as Client;
const other = { id: 'two' } as Client;
const news = { type: 'flv', name: 'news', query: '' } as const;
const newsAgain = { ...news };
const newsThrice = { ...news };
const film = { type: 'mp4', name: 'film', query: '' } as const;

describe('StreamUses', () => {
  function after(...events: readonly Omit<AccessEvent, 'place'>[]): StreamUses {
    const uses = new StreamUses(new ManualClock());
    for (const event of events) uses.happened({ ...event, place });
    return uses;
  }

  it('knows who publishes and plays what, since when, by numbers that nobody else has', () => {
    const uses = after(
      { event: 'app-start' },
      { event: 'publish', client, stream: news },
      { event: 'play', client: other, stream: newsAgain },
      { event: 'play', client: other, stream: newsThrice },
      { event: 'play', client: other, stream: film, file: { path: '/film.mp4', bytes: 1 } },
    );
    const since = new ManualClock().date();
    expect(uses.of(place)).toEqual([
      { id: 1, name: 'news', type: 'publishing', client: 'one', since },
      { id: 2, name: 'news', type: 'playing live', client: 'two', since },
      { id: 3, name: 'news', type: 'playing live', client: 'two', since },
      { id: 4, name: 'mp4:film', type: 'play recorded', client: 'two', since },
    ]);
    expect(uses.of({ ...place, instance: 'another' })).toEqual([]);
    expect(uses.application(place)).toEqual({ since, loaded: 1, unloaded: 0 });
  });

  it('forgets what is over, and never knew what was refused', () => {
    const refusal = { rule: 'a rule', reason: 'denied', description: '' } as const;
    const uses = after(
      { event: 'publish', client, stream: news },
      { event: 'play', client, stream: newsAgain },
      { event: 'play', client, stream: newsThrice },
      { event: 'stop', client, stream: newsThrice },
      { event: 'play', client, stream: film, refusal },
      { event: 'unpublish', client, stream: news },
    );
    expect(uses.of(place).map(({ type }) => type)).toEqual(['playing live']);
    uses.happened({ event: 'stop', client, stream: newsAgain, place });
    expect(uses.of(place)).toEqual([]);
    uses.happened({ event: 'publish', stream: news, place });
    uses.happened({ event: 'app-stop', place });
    expect(uses.of(place)).toEqual([]);
  });
});
