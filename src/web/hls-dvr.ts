import type { AccessEvent, AccessWitness } from '../application/access-event.js';
import type { Adaptor } from '../application/adaptor.js';
import type { ApplicationInstance } from '../application/application-instance.js';
import type { StreamName } from '../application/stream-name.js';
import { parseStreamName } from '../application/stream-name.js';
import type { Logger } from '../log/logger.js';
import type { HlsProgrammes } from './hls-programmes.js';

/** Cuts the live streams of applications whose viewers may go back, from their publication on. */
export class HlsDvr implements AccessWitness {
  constructor(
    private readonly adaptor: Adaptor,
    private readonly programmes: HlsProgrammes,
    private readonly logger: Logger,
  ) {}

  happened({ event, place, refusal, stream }: AccessEvent): void {
    if (event !== 'publish' || refusal !== undefined || stream === undefined) return;
    if (place.adaptor !== this.adaptor.name) return;
    const host = this.adaptor.virtualHosts.find(({ name }) => name === place.virtualHost);
    const instance = host?.applications.get(place.application ?? '')?.instances.get(place.instance ?? '');
    const name = parseStreamName(`${stream.type}:${stream.name}`);
    if (instance?.dvr !== undefined && name !== undefined) this.#begin(instance, name);
  }

  #begin(instance: ApplicationInstance, name: StreamName): void {
    this.programmes.begin(instance, name).catch((error: unknown) => {
      this.logger.error('a live stream could not be cut from its publication on', { stream: name.name, error });
    });
  }
}
