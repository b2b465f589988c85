import { AmfError } from '../../amf/amf-error.js';
import type { AmfValue } from '../../amf/value.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import type { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import type { SharedObjectListener, SyncItem } from '../../sharedobject/server-shared-object.js';
import type { ServerSharedObject } from '../../sharedobject/server-shared-object.js';
import { pack, unpack } from '../protocol/pack.js';
import type { ObjectNews } from '../protocol/script-events.js';
import type { TellScript } from './operation-family.js';
import type { OperationHandlers } from './operation-handlers.js';

type ObjectOperation = Extract<keyof OperationHandlers, `object.${string}` | 'application.clearSharedObjects'>;

/** What a script may do with shared objects, and the end of it. */
export interface ObjectOperations {
  readonly handlers: Required<Pick<OperationHandlers, ObjectOperation>>;
  /** The script uses no object any more. */
  readonly close: () => void;
}

/**
 * Serves the `object.…` operations of the script of one instance. Objects that are not open, or closed, do nothing.
 *
 * @param connections of the script, by their numbers, for objects that others own
 */
export function objectOperations(
  instance: Pick<ApplicationInstance, 'sharedObjects' | 'logger'>,
  tell: TellScript,
  connections: (connection: number) => Pick<OutgoingConnection, 'object'> | undefined,
): ObjectOperations {
  const { sharedObjects, logger } = instance;
  const open = new Map<number, ServerSharedObject>();
  let isClosed = false;
  const send = (object: number, handler: string, args: Uint8Array): boolean =>
    open.get(object)?.send(handler, ...unpack(args)) ?? false;
  const close = (object: number): void => {
    open.get(object)?.close();
    open.delete(object);
  };
  const handlers: ObjectOperations['handlers'] = {
    'application.clearSharedObjects': (path) => sharedObjects.clear(path),
    'object.open': async (object, name, persistent, connection) => {
      const hears = listener(object, () => open.get(object)!, tell);
      const answer =
        connection === undefined
          ? await sharedObjects.get(name, persistent, hears)
          : sharedObjects.proxy(name, persistent, hears, (owner) => {
              const owners = connections(connection);
              if (owners === undefined) throw new Error('the NetConnection to the owner of the object is closed');
              return owners.object({ name, persistent }, owner);
            });
      if (typeof answer === 'string') throw new Error(answer);
      close(object);
      open.set(object, answer);
      if (isClosed) close(object);
      const properties = answer.getPropertyNames().flatMap((property) => [property, answer.getProperty(property)]);
      const state = { version: answer.version, properties: pack(...properties) };
      return answer.isProxied ? { ...state, isProxied: true } : state;
    },
    'object.set': (object, property, packed) => {
      const value = unpackOne(packed);
      if (value === undefined) open.get(object)?.refuseProperty(property);
      else open.get(object)?.setProperty(property, value.value);
    },
    'object.send': send,
    'object.mark': send,
    'object.lock': (object) => open.get(object)?.lock() ?? -1,
    'object.unlock': (object) => open.get(object)?.unlock() ?? -1,
    'object.clear': (object) => open.get(object)?.clear(),
    'object.purge': (object, version) => open.get(object)?.purge(version),
    'object.option': (object, option, value) => {
      const shared = open.get(object);
      if (shared === undefined) return;
      if (option === 'autoCommit') shared.autoCommit = value === true;
      else shared.resyncDepth = typeof value === 'number' && value >= 0 ? value : Infinity;
    },
    'object.isDirty': (object) => open.get(object)?.isDirty ?? false,
    'object.flush': (object) => {
      const shared = open.get(object);
      return shared?.isStored === true && isDone(shared.flush(), shared.name);
    },
    'object.commit': (name) => isDone(sharedObjects.objects.commit(name), name),
    'object.close': close,
  };

  /** Whether something was stored. The log says why not. */
  async function isDone(storing: Promise<void>, object: string | undefined): Promise<boolean> {
    try {
      await storing;
      return true;
    } catch (error) {
      logger.error('a shared object cannot be stored', { object, error });
      return false;
    }
  }

  return {
    handlers,
    close: () => {
      isClosed = true;
      for (const object of [...open.keys()]) close(object);
    },
  };
}

function listener(object: number, shared: () => ServerSharedObject, tell: TellScript): SharedObjectListener {
  return {
    onSync: (items, confirmed) => {
      const values: AmfValue[] = [];
      const news = items.map((item) => newsOf(item, values));
      tell('object.news', object, shared().version, confirmed, news, pack(...values));
    },
    onStatus: (code, level) => tell('object.status', object, code, level),
    onMessage: (handler, args) => tell('object.message', object, handler, pack(...args)),
  };
}

function newsOf({ code, name, value, own }: SyncItem, values: AmfValue[]): ObjectNews {
  return {
    code,
    ...(name !== undefined && { name }),
    ...(value !== undefined && { value: values.push(value) - 1 }),
    ...(own && { own }),
  };
}

/** Undefined if the value cannot be read back, being too deep or too large. */
function unpackOne(packed: Uint8Array): { readonly value: AmfValue } | undefined {
  try {
    return { value: unpack(packed)[0] };
  } catch (error) {
    if (!(error instanceof AmfError)) throw error;
    return undefined;
  }
}
