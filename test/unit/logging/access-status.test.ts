import { describe, expect, it } from 'vitest';
import type { AccessEvent } from '../../../src/application/access-event.js';
import type { Refusal, RefusalReason } from '../../../src/application/refusal.js';
import { accessStatus } from '../../../src/logging/access-status.js';

const refused = (reason: RefusalReason, rule = 'a rule', more: Partial<Refusal> = {}): Partial<AccessEvent> => ({
  refusal: { rule, reason, description: '', ...more },
});

describe('accessStatus', () => {
  it.each<[status: number, event: AccessEvent['event'], facts: Partial<AccessEvent>]>([
    [100, 'connect-pending', {}],
    [200, 'connect', {}],
    [302, 'connect', refused('denied', 'the script sends it elsewhere', { redirect: 'rtmp://there/live' })],
    [401, 'connect', refused('denied', 'the script refused')],
    [401, 'publish', refused('denied', 'application.hooks: http://localhost/hook: 403')],
    [401, 'publish', refused('login', 'application.publish.requires: key')],
    [403, 'connect', refused('denied', 'vhost: deny: 10.0.0.0/8')],
    [403, 'publish', refused('denied', 'application.publish.requires: key; it has none')],
    [404, 'play', refused('not-found')],
    [409, 'publish', refused('taken')],
    [409, 'connect', refused('limit')],
    [400, 'connect', refused('bad-name')],
    [422, 'play', refused('damaged')],
    [500, 'play', refused('failed')],
    [200, 'disconnect', { why: 'closed-by-client' }],
    [416, 'disconnect', { why: 'too-slow' }],
    [416, 'stop', { why: 'too-slow' }],
    [408, 'unpublish', { why: 'lost' }],
    [409, 'recordstop', { why: 'quota' }],
    [200, 'recordstop', { why: 'unpublished' }],
    [200, 'app-stop', {}],
  ])('%i: %s %j', (status, event, facts) => {
    expect(accessStatus({ event, place: {}, ...facts })).toBe(status);
  });
});
