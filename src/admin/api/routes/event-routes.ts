import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { ApiError } from '../api-error.js';
import { mustStandAlone, whileAllowed } from '../endless-answer.js';
import type { EventListener } from '../event-feed.js';
import { principalOf } from '../guard.js';
import { isFor } from '../places.js';
import { EVENT_NAMES, eventQuery } from '../schema/events.js';
import type { EventName } from '../schema/events.js';
import { LEVELS } from '../schema/logs.js';
import { mayActAs } from '../../users/principal.js';

/** Who may listen at a time, and bytes that may wait for one of them. */
const MAX_LISTENERS = 100;
const MAX_WAITING = 1024 * 1024;

/** Server-sent events: what happens, while it happens. */
export function eventRoutes(api: Api, { feed, users, clock }: ApiContext): void {
  api.get(
    '/events',
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'What happens, as server-sent events.',
        tags: ['events'],
        querystring: eventQuery,
        produces: ['text/event-stream'],
      },
    },
    (request, reply) => {
      mustStandAlone(reply);
      if (feed.listeners >= MAX_LISTENERS)
        throw new ApiError('not-possible', `${MAX_LISTENERS} listen already; close another console.`);
      const principal = principalOf(request);
      const { types, level } = request.query;
      const wanted = wantedEvents(types);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-accel-buffering': 'no',
      });
      raw.write('retry: 2000\n\n');
      let lost = 0;
      const send = (name: string, data: object): void => {
        if (raw.writableLength > MAX_WAITING) {
          lost++;
          return;
        }
        if (lost > 0) raw.write(eventText('lost', { at: clock.date(), events: lost }));
        lost = 0;
        raw.write(eventText(name, data));
      };
      const listener: EventListener = (name, data, { adaptor = '', virtualHost = '' }) => {
        if (!wanted.has(name) || !mayHear(principal.role, name)) return;
        if (name === 'log' || name === 'audit') {
          if (principal.virtualHost !== undefined) return;
        } else if (name !== 'sample' && !isFor(principal, { adaptor, virtualHost })) return;
        const value = data();
        if (name === 'log' && 'level' in value && LEVELS.indexOf(value.level) < LEVELS.indexOf(level)) return;
        send(name, value);
      };
      const ended = feed.listen(listener);
      // What is sent now and then if nothing happens lets proxies leave the connection open.
      const unwatched = whileAllowed(request, reply, users, clock, () => void raw.write(': still here\n\n'));
      raw.once('close', () => {
        unwatched();
        ended();
      });
    },
  );
}

function wantedEvents(types: string | undefined): ReadonlySet<EventName> {
  const names = types === undefined ? EVENT_NAMES : types.split(',');
  const wanted = new Set<EventName>(['lost']);
  for (const name of names) {
    const known = EVENT_NAMES.find((one) => one === name);
    if (known === undefined)
      throw new ApiError('bad-request', `There is no event of that name; there are ${EVENT_NAMES.join(', ')}.`);
    wanted.add(known);
  }
  return wanted;
}

function mayHear(role: Parameters<typeof mayActAs>[0], name: EventName): boolean {
  if (name === 'audit') return mayActAs(role, 'administrator');
  return name !== 'log' || mayActAs(role, 'operator');
}

/** JSON has no line breaks, so it is one line. */
function eventText(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
