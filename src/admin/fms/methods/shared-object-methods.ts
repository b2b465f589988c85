import { commandFailed } from '../fms-answer.js';
import { flag, text } from '../fms-arguments.js';
import type { FmsMethods } from '../fms-method.js';
import { wholeList } from '../whole-list.js';
import { instanceOf } from './application-methods.js';

const APP_INST = ['appInst', 'appinst', 'app'] as const;

/** What is asked of shared objects. */
export const sharedObjectMethods: FmsMethods = {
  getSharedObjects: {
    ...{ parameters: [APP_INST], needs: 'viewer' },
    run(args, call) {
      const { application, instance } = instanceOf(args, call);
      const place = { ...call.host, application, instance };
      const objects = wholeList((question) => call.pages.sharedObjects(question), place);
      const names = (persistent: boolean): string[] =>
        objects.filter((object) => object.persistent === persistent).map(({ name }) => name);
      return { persistent: names(true), volatile: names(false) };
    },
  },
  getSharedObjectStats: {
    ...{ parameters: [APP_INST, ['sharedObject', 'sharedobject', 'name'], ['persistent']], needs: 'viewer' },
    run(args, call) {
      const { application, instance } = instanceOf(args, call);
      const [object, persistent] = [text(args, 'sharedObject'), flag(args, 'persistent')];
      const found = call.pages.sharedObject({ ...call.host, application, instance, object, persistent });
      if (found === undefined) {
        throw commandFailed(`There is no ${persistent ? 'persistent' : 'temporary'} shared object ${object}.`);
      }
      const { version, properties, users, locked, resyncDepth, counts, joined, mostUsers } = found;
      const counted = new Map(Object.entries(counts));
      const heard = ['changes', 'rejected', 'refused', 'messages'].reduce((sum, of) => sum + (counted.get(of) ?? 0), 0);
      return {
        version,
        num_properties: properties,
        msg_in: heard,
        msg_out: (counted.get('changes') ?? 0) + (counted.get('messages') ?? 0),
        total_connects: joined,
        total_disconnects: joined - users,
        connected: users,
        lock_owner: locked ? 'script' : null,
        resync_depth: resyncDepth ?? -1,
        high_water_mark: mostUsers,
      };
    },
  },
};
