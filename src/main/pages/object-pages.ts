import type { Page } from '../../admin/api/schema/values.js';
import type { SharedObject as ShownObject, SharedObjectDetails } from '../../admin/api/schema/shared-objects.js';
import type { PageQuestion, ServerPages } from '../../admin/server-pages.js';
import type { SharedObjectPlace } from '../../admin/server-control.js';
import type { InstancePlace } from '../../admin/api/schema/values.js';
import type { SharedObject } from '../../sharedobject/shared-object.js';
import { sharedObjectSnapshot } from '../../sharedobject/shared-object-snapshot.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { amfToJson } from './amf-json.js';
import { instanceAt, instancesOf, isFound, placeKey, sortedPage } from './live-places.js';

/** Properties that are shown of one object. */
const MAX_PROPERTIES = 1000;

/** What is shown of shared objects that are in use. */
export class ObjectPages implements Pick<ServerPages, 'sharedObjects' | 'sharedObject'> {
  constructor(private readonly server: AfterglowServer) {}

  sharedObjects(question: PageQuestion): Page<ShownObject> {
    const all = [...instancesOf(this.server, question)].flatMap(({ place, instance }) =>
      [...instance.sharedObjects.objects.all()].map((object) => ({ place, object })),
    );
    return sortedPage(
      all.filter(({ object }) => isFound(question.search, object.name)),
      question,
      ({ place, object }) => placeKey(place, `${object.name}\u0001${object.persistent}`),
      ({ place, object }) => shown(place, object),
    );
  }

  sharedObject(place: SharedObjectPlace): SharedObjectDetails | undefined {
    const { adaptor, virtualHost, application, instance, object: name, persistent } = place;
    const object = instanceAt(this.server, place)?.sharedObjects.objects.find(name, persistent);
    if (object === undefined) return undefined;
    const names = object.names();
    return {
      ...shown({ adaptor, virtualHost, application, instance }, object),
      values: names
        .slice(0, MAX_PROPERTIES)
        .sort()
        .map((property) => ({ name: property, value: amfToJson(object.get(property)) })),
      truncated: names.length > MAX_PROPERTIES,
    };
  }
}

function shown(place: InstancePlace, object: SharedObject): ShownObject {
  const { bytes: size, resyncDepth, counts, ...rest } = sharedObjectSnapshot(object);
  return { ...place, ...rest, size, resyncDepth: resyncDepth === Infinity ? null : resyncDepth, counts: { ...counts } };
}
