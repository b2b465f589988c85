import type { PropertyValue } from '../../admin/api/schema/shared-objects.js';
import type { ServerControl, SharedObjectPlace } from '../../admin/server-control.js';
import { ControlError } from '../../admin/server-control.js';
import type { ServerSharedObject } from '../../sharedobject/server-shared-object.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { jsonToAmf } from '../pages/amf-json.js';
import { instanceAt } from '../pages/live-places.js';

const nothing = (): void => undefined;
/** The console looks again by itself. */
const DEAF = { onSync: nothing, onMessage: nothing, onStatus: nothing };

/** What is done to shared objects, as a script of their instance would do it. */
export class ObjectControl implements Pick<ServerControl, 'setProperty' | 'clearSharedObject' | 'sendToUsers'> {
  constructor(private readonly server: AfterglowServer) {}

  async setProperty(place: SharedObjectPlace, property: string, value: PropertyValue): Promise<void> {
    const amf = jsonToAmf(value);
    await this.#with(place, (object) => {
      if (object.setProperty(property, amf)) return;
      throw new ControlError(
        'not-possible',
        'It would be too many properties, or too long: see sharedObjects in the configuration.',
      );
    });
  }

  clearSharedObject(place: SharedObjectPlace): Promise<void> {
    return this.#with(place, (object) => object.clear());
  }

  async sendToUsers(place: SharedObjectPlace, handler: string, args: readonly PropertyValue[]): Promise<void> {
    const values = args.map((value) => jsonToAmf(value));
    await this.#with(place, (object) => {
      if (!object.send(handler, ...values)) throw new ControlError('not-possible', 'It is too long to be sent.');
    });
  }

  /** Of an object that somebody uses: nobody makes one by changing it. */
  async #with(place: SharedObjectPlace, change: (object: ServerSharedObject) => void): Promise<void> {
    const { object: name, persistent } = place;
    const objects = instanceAt(this.server, place)?.sharedObjects.objects;
    if (objects?.find(name, persistent) === undefined)
      throw new ControlError('not-found', `Nobody uses a shared object ${name} there.`);
    const object = await objects.get(name, persistent, DEAF);
    if (typeof object === 'string') throw new ControlError('not-possible', `It cannot be used: ${object}.`);
    try {
      change(object);
    } finally {
      object.close();
    }
  }
}
