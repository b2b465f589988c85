import { describe, expect, it } from 'vitest';
import type { AccessEvent } from '../../../src/application/access-event.js';
import { mendOf } from '../../../src/admin/api/refusal-mend.js';
import { RefusalShelf } from '../../../src/admin/api/refusal-shelf.js';
import { ManualClock } from '../../support/manual-clock.js';

const place = { adaptor: 'a', virtualHost: 'v', application: 'live', instance: '_definst_' };
const anybody = { user: 'u', role: 'viewer', by: 'session' } as const;

function refused(event: AccessEvent['event'], rule: string, more: Partial<AccessEvent> = {}): AccessEvent {
  return { event, place, refusal: { rule, reason: 'denied', description: 'No.' }, ...more };
}

describe('why clients were refused', () => {
  it('is told with the rule, its place and the mend, to who may see the virtual host', () => {
    const told: number[] = [];
    const find = (key: string) => ({ file: `${key}.yaml`, line: 3 });
    const shelf = new RefusalShelf(new ManualClock(), find, (refusal) => told.push(refusal().id));
    shelf.happened(refused('publish', 'application.publish.requires: key; there is none'));
    shelf.happened(refused('play', 'no such stream', { stream: { type: 'flv', name: 'a\u001b[31m', query: 'key=x' } }));
    shelf.happened({ event: 'publish', place });
    shelf.happened({ ...refused('connect', 'x'), refusal: { rule: 'x', reason: 'login', description: '' } });
    shelf.happened(refused('connect', 'no virtual host answers to that name', { place: { adaptor: 'a' } }));
    const { items, total } = shelf.page(anybody, { limit: 10 });
    expect(total).toBe(3);
    expect(told).toEqual([1, 2, 3]);
    expect(items.map(({ action }) => action)).toEqual(['connect', 'play', 'publish']);
    expect(items[2]).toMatchObject({
      key: 'application.publish.requires',
      place: { file: 'application.publish.requires.yaml', line: 3 },
      application: 'live/_definst_',
      told: 'No.',
    });
    expect(JSON.stringify(items)).not.toMatch(/key=x|\u001b/);
    const { items: mine, total: ofMine } = shelf.page({ ...anybody, virtualHost: 'a/v' }, { limit: 1 });
    expect([mine.length, ofMine]).toEqual([1, 2]);
    expect(shelf.page({ ...anybody, virtualHost: 'a/w' }, { limit: 10 })).toEqual({ items: [], total: 0 });
    expect(shelf.page(anybody, { limit: 10, action: 'play' }).items).toHaveLength(1);
    const first = shelf.page(anybody, { limit: 2 });
    expect(shelf.page(anybody, { limit: 2, cursor: first.next }).items.map(({ id }) => id)).toEqual([1]);
  });

  it.each([
    ['application.publish.requires: key; no key was shown', 'application.publish.requires'],
    ['application.play: deny: [192.0.2.0/24]', 'application.play.deny'],
    ['application.publish.agents.allow: [FMLE]', 'application.publish.agents.allow'],
    ['disallowedProtocols', 'application.disallowedProtocols'],
    ['resourceLimits.maxClients', 'application.resourceLimits.maxClients'],
    ['streamManager.live.secondPublisher; x has the name', 'application.streamManager.live.secondPublisher'],
    ['vhost.resourceLimits.maxConnections', 'vhost.resourceLimits.maxConnections'],
    ['vhost: deny: [all]', 'vhost.access.deny'],
    ['rtmp.acceptTimeout: the application did not decide in time', 'adaptor.rtmp.acceptTimeout'],
    ['the script refused', undefined],
  ])('names the key of the configuration: %s', (rule, key) => {
    expect(mendOf({ rule }).key).toBe(key);
    expect(mendOf({ rule }).mend).not.toBe('The rule says what was in the way.');
  });
});
