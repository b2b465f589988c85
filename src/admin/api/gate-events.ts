import type { AccessEvent, AccessWitness } from '../../application/access-event.js';
import { printable } from '../../application/safe-name.js';
import type { Clock } from '../../time/clock.js';
import type { EventFeed } from './event-feed.js';

/** Tells the feed what happens at the gate: instances, streams, recordings. Who connects and plays is too much for it. */
export class GateEvents implements AccessWitness {
  constructor(
    private readonly feed: EventFeed,
    private readonly clock: Clock,
  ) {}

  happened(event: AccessEvent): void {
    if (!this.feed.isHeard || event.refusal !== undefined) return;
    const { adaptor = '', virtualHost = '', application = '', instance = '' } = event.place;
    const about = { adaptor, virtualHost, application, instance, at: this.clock.date() };
    const stream = printable(event.stream?.name ?? '');
    switch (event.event) {
      case 'app-start':
        return this.feed.tell('instance.loaded', () => about, about);
      case 'app-stop':
        return this.feed.tell('instance.unloaded', () => about, about);
      case 'publish': {
        const { client } = event;
        return this.feed.tell(
          'stream.published',
          () => ({ ...about, stream, ...(client === undefined ? {} : { client: client.id }) }),
          about,
        );
      }
      case 'unpublish':
        return this.feed.tell('stream.ended', () => ({ ...about, stream }), about);
      case 'record':
        return this.feed.tell('recording.started', () => ({ ...about, stream }), about);
      case 'recordstop': {
        const { file, why = '' } = event;
        const named = file === undefined ? {} : { file: file.path };
        return this.feed.tell('recording.ended', () => ({ ...about, stream, why, ...named }), about);
      }
      default:
    }
  }
}
