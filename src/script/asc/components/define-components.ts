import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import { setOwn } from '../set-own.js';

type AnyFunction = (...args: unknown[]) => unknown;

/**
 * Makes the framework of the communication components global: `load("components.asc")`. There is `FCComponent` to
 * derive from, `gFrameworkFC`, and `application.onConnectAccept` and `onConnectReject`. The components themselves
 * (chat, people list, …), which came with the server, are not here.
 */
export function defineComponents(runtime: AscRuntime): void {
  if (Reflect.get(globalThis, 'gFrameworkFC') !== undefined) return;
  const globals = new WeakMap<object, object>();
  const components: FCComponent[] = [];
  const connected = new Set<object>();

  class FCComponent {
    className = '';
    name = '';

    /** Clients call its methods as `className/name/method`, and are the first argument of them. */
    init(className?: unknown, name?: unknown): void {
      this.className = asText(className);
      this.name = asText(name);
      components.push(this);
      for (const client of connected) attach(this, client);
    }

    /** What its shared objects are called: `FCChat.main.history`. */
    getPrefix(): string {
      return `${this.className}.${this.name}.`;
    }

    getClientGlobals(client?: unknown): object {
      return globalsOf(client);
    }
  }

  function globalsOf(client: unknown): object {
    if (typeof client !== 'object' || client === null) throw new TypeError('getClientGlobals needs a client');
    const known = globals.get(client) ?? {};
    globals.set(client, known);
    return known;
  }

  /** Gives a client the methods of a component that the script defined, in its own object. */
  function attach(component: FCComponent, client: object): void {
    const { className, name } = component;
    const holder: unknown = Reflect.get(client, className);
    const instances = typeof holder === 'object' && holder !== null ? holder : {};
    if (instances !== holder) setOwn(client, className, instances);
    const methods = {};
    for (const method in component) {
      const content: unknown = Reflect.get(component, method);
      if (typeof content !== 'function') continue;
      setOwn(methods, method, (...args: unknown[]) => runtime.handle(component, method, client, ...args));
    }
    setOwn(instances, name, methods);
  }

  const application = Reflect.get(globalThis, 'application') as object;
  const waiting = new WeakMap<object, readonly unknown[]>();

  function override(name: string, make: (native: AnyFunction) => AnyFunction): void {
    const native = Reflect.get(application, name) as AnyFunction;
    const value = make((...args) => Reflect.apply(native, application, args));
    Object.defineProperty(application, name, { value, writable: true, configurable: true });
  }

  override('acceptConnection', (native) => (client: unknown) => {
    native(client);
    accepted(client as object);
  });
  override('rejectConnection', (native) => (client: unknown, ...reasons: unknown[]) => {
    native(client, ...reasons);
    const args = waiting.get(client as object) ?? [];
    waiting.delete(client as object);
    runtime.handle(application, 'onConnectReject', client, ...args);
  });

  function accepted(client: object): void {
    if (connected.has(client)) return;
    connected.add(client);
    for (const component of components) attach(component, client);
    runtime.handle(application, 'onConnectAccept', client, ...(waiting.get(client) ?? []));
    waiting.delete(client);
  }

  wrapHandler(application, 'onConnect', (own) => (client, ...args) => {
    waiting.set(client as object, args);
    const answer = own === undefined ? true : Reflect.apply(own, application, [client, ...args]);
    const { acceptConnection, rejectConnection } = application as Record<string, AnyFunction>;
    if (answer === true) acceptConnection!(client);
    else if (answer === false) rejectConnection!(client);
    return answer;
  });
  wrapHandler(application, 'onDisconnect', (own) => (client) => {
    connected.delete(client as object);
    return own === undefined ? undefined : Reflect.apply(own, application, [client]);
  });

  runtime.define('gFrameworkFC', { getClientGlobals: globalsOf, components });
  runtime.defineClass('FCComponent', FCComponent);
}

/** What the script assigns, now or later, is called by what `make` makes of it. */
function wrapHandler(holder: object, name: string, make: (own: AnyFunction | undefined) => AnyFunction): void {
  let own: unknown = Reflect.get(holder, name);
  Object.defineProperty(holder, name, {
    get: () => make(typeof own === 'function' ? (own as AnyFunction) : undefined),
    set: (handler: unknown) => (own = handler),
    configurable: true,
    enumerable: true,
  });
}
