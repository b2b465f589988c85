import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';

type AnyFunction = (...args: unknown[]) => unknown;

/** Makes `NetServices` and `getService` of NetConnection global: `load("netservices.asc")`. */
export function defineNetServices(runtime: AscRuntime): void {
  const NetConnection = Reflect.get(globalThis, 'NetConnection') as new () => NetConnectionLike;
  let defaultUrl: string | undefined;

  /** Whatever is asked of a service is a method of it: `service.method([responder,] …args)`. */
  function serviceOf(connection: NetConnectionLike, name: string, defaultResponder: unknown): object {
    return new Proxy(
      {},
      {
        get(target, member) {
          if (typeof member === 'symbol' || member in target) return Reflect.get(target, member) as unknown;
          return (...args: unknown[]): void => {
            const isOwn = isObject(defaultResponder) ? false : hasHandler(args[0]);
            const responder = isOwn ? args.shift() : named(runtime, connection, defaultResponder, member);
            connection.call(`${name}.${member}`, responder, ...args);
          };
        },
      },
    );
  }

  const additions: Readonly<Record<string, AnyFunction>> = {
    getService(this: NetConnectionLike, name: unknown, responder: unknown): object {
      return serviceOf(this, asText(name), responder);
    },
    setCredentials(this: NetConnectionLike, user: unknown, password: unknown): void {
      this.addHeader('Credentials', false, { userid: asText(user), password: asText(password) });
    },
  };
  for (const [name, value] of Object.entries(additions)) {
    Object.defineProperty(NetConnection.prototype, name, { value, writable: true, configurable: true });
  }

  runtime.define('NetServices', {
    setDefaultGatewayUrl(url?: unknown): void {
      defaultUrl = asText(url);
    },
    /** Null if there is no address of a gateway. */
    createGatewayConnection(url?: unknown): object | null {
      const address = url === undefined ? defaultUrl : asText(url);
      if (address === undefined || !/^https?:\/\//i.test(address)) {
        runtime.warn('NetServices.createGatewayConnection: there is no address that begins with http:// or https://');
        return null;
      }
      const connection = new NetConnection();
      connection.connect(address);
      return connection;
    },
    getVersion: () => 1,
  });
}

interface NetConnectionLike {
  connect(url: string): boolean;
  call(method: string, responder: unknown, ...args: unknown[]): boolean;
  addHeader(name: string, mustUnderstand: boolean, value: unknown): void;
}

/** `method_Result` and `method_Status` of the responder, else its onResult and onStatus, else those of the connection. */
function named(runtime: AscRuntime, connection: object, responder: unknown, method: string): object {
  const hear = (suffix: string, otherwise: string, value: unknown): void => {
    const holder = isObject(responder) ? responder : connection;
    const own = `${method}${suffix}`;
    const handler = typeof Reflect.get(holder, own) === 'function' ? own : otherwise;
    if (typeof Reflect.get(holder, handler) === 'function') runtime.handle(holder, handler, value);
    else if (suffix === '_Status') runtime.handle(connection, 'onStatus', value);
  };
  return {
    onResult: (value: unknown) => hear('_Result', 'onResult', value),
    onStatus: (info: unknown) => hear('_Status', 'onStatus', info),
  };
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function hasHandler(value: unknown): boolean {
  return isObject(value) && (typeof Reflect.get(value, 'onResult') === 'function' || 'onStatus' in value);
}
