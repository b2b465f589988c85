import type { EventAnswer } from '../guest/guest.js';
import type { Packed } from '../protocol/bytes.js';
import type { CallAnswer, ClientRecord } from '../protocol/script-events.js';
import type { ApplicationMeans } from './application-class.js';
import type { AscRuntime } from './asc-runtime.js';
import { Client, ClientMeans } from './client-class.js';
import { remoteMethod, reservedNames } from './remote-method.js';
import { describeThrown } from './script-errors.js';
import { Visitor } from './visitor.js';

/** Clients come, call and go: what the application and they themselves are told. */
export class ClientEvents {
  readonly #clients = new Map<string, object>();

  constructor(
    private readonly runtime: AscRuntime,
    private readonly application: object,
    private readonly means: ApplicationMeans,
    private readonly makeClient: (means: ClientMeans) => object,
  ) {}

  /** Somebody who is in or wants in, by the server's id. */
  get(id: string): object | undefined {
    return this.#clients.get(id);
  }

  /** Without onConnect everybody is let in; what it answers decides, and with nothing the client waits. */
  connect(record: ClientRecord, args: Packed, answered: EventAnswer | undefined): void {
    const { runtime, application } = this;
    const visitor = new Visitor(record, answered);
    const client = this.makeClient(new ClientMeans(runtime, visitor));
    this.#clients.set(record.id, client);
    const thrown = runtime.turn(() => {
      const onConnect: unknown = Reflect.get(application, 'onConnect');
      const answer: unknown =
        typeof onConnect === 'function'
          ? Reflect.apply(onConnect, application, [client, ...runtime.values.unpack(args)])
          : true;
      if (answer === true && visitor.accept()) this.means.clients.push(client);
      else if (answer === false) visitor.reject('Connection failed');
    });
    if (thrown !== undefined) visitor.reject('Connection failed');
    if (visitor.state === 'gone') this.#clients.delete(record.id);
  }

  /** One who was never in is forgotten without a word. */
  disconnect(id: string): void {
    const client = this.#clients.get(id);
    const visitor = Client.visitorOf(client);
    if (client === undefined || visitor === undefined) return;
    this.#clients.delete(id);
    this.means.remove(client);
    const wasPending = visitor.reject('the client is gone');
    visitor.state = 'gone';
    if (!wasPending) this.runtime.turn(() => this.runtime.handle(this.application, 'onDisconnect', client));
  }

  call(id: string, method: string, args: Packed, answered: EventAnswer | undefined): void {
    const client = this.#clients.get(id);
    const proxy = this.means.proxies.get(method);
    if (client === undefined || reservedNames.has(method)) tell(answered, { answer: 'absent' });
    else if (proxy === undefined) callMethod(this.runtime, client, method, args, answered);
    else {
      proxy.callee(proxy.method, args, (error, answer) => {
        tell(answered, answer ?? { answer: 'error', description: error ?? 'no answer' });
      });
    }
  }
}

/** Calls what somebody else asks for by name, in a turn, and answers it. */
export function callMethod(
  runtime: AscRuntime,
  root: object,
  name: string,
  args: Packed,
  answered: EventAnswer | undefined,
): void {
  const thrown = runtime.turn(() => {
    const found = remoteMethod(runtime, root, name);
    if (found === undefined) {
      tell(answered, { answer: 'absent' });
      return;
    }
    const value: unknown = Reflect.apply(found.method, found.holder, runtime.values.unpack(args));
    tell(answered, { answer: 'result', value: runtime.values.pack(value) });
  });
  if (thrown !== undefined) tell(answered, errorAnswer(runtime, thrown[0]));
}

/** A script may throw an information object, which the caller then gets. */
function errorAnswer(runtime: AscRuntime, error: unknown): CallAnswer {
  const description = describeThrown(error);
  if (typeof error !== 'object' || error === null || error instanceof Error) return { answer: 'error', description };
  try {
    return { answer: 'error', description, info: runtime.values.pack(error) };
  } catch {
    return { answer: 'error', description };
  }
}

function tell(answered: EventAnswer | undefined, answer: CallAnswer): void {
  answered?.(undefined, answer);
}
