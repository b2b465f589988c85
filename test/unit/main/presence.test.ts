import { expect, test } from 'vitest';
import type { AccessEvent } from '../../../src/application/access-event.js';
import type { Client } from '../../../src/application/client.js';
import type { Refusal } from '../../../src/application/refusal.js';
import { Presence } from '../../../src/main/pages/presence.js';
import { ManualClock } from '../../support/manual-clock.js';

const HOST = { adaptor: '_defaultRoot_', virtualHost: '_defaultVHost_' };
const LIVE = { ...HOST, application: 'live', instance: '_definst_' };
const refused = (reason: Refusal['reason']): Refusal => ({ rule: 'r', reason, description: '' });

test('who is refused is counted once: by the instance, or by the virtual host where it came to none', () => {
  const presence = new Presence(new ManualClock());
  const tell = (more: Partial<AccessEvent>): void => presence.happened({ event: 'connect', place: LIVE, ...more });
  tell({ event: 'app-start' });
  tell({ client: { id: 'one' } as Client });
  tell({ refusal: refused('denied') });
  tell({ refusal: refused('login') });
  // The virtual host is full, though the instance runs.
  tell({ refusal: refused('limit'), atDoor: true });
  tell({ refusal: refused('not-found'), atDoor: true, place: { ...HOST, application: 'nowhere', instance: 'x' } });
  tell({ refusal: refused('not-found'), atDoor: true, place: { adaptor: HOST.adaptor } });
  expect(presence.visits(LIVE)).toMatchObject({ accepted: 1, rejected: 1, left: 0 });
  expect(presence.turnedAwayFrom(HOST.adaptor, HOST.virtualHost)).toBe(2);
  expect(presence.turnedAway).toBe(3);
});
