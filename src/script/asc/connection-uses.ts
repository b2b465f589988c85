import type { EventAnswer } from '../guest/guest.js';
import type { Packed } from '../protocol/bytes.js';
import type { Callee } from './application-class.js';
import type { AscRuntime } from './asc-runtime.js';
import { callMethod } from './client-events.js';
import type { OpenGateway } from './gateway.js';
import type { NetConnectionMeans } from './net-connection-class.js';
import { NetConnection } from './net-connection-class.js';

/** The connections of the script to other servers. */
export class ConnectionUses {
  readonly #connections = new Map<number, NetConnection>();
  #count = 0;

  constructor(
    private readonly runtime: AscRuntime,
    openGateway: OpenGateway,
  ) {
    const means: NetConnectionMeans = {
      runtime,
      openGateway,
      opened: (connection, number) => void this.#connections.set(number, connection as NetConnection),
      nextNumber: () => ++this.#count,
    };
    class RealmNetConnection extends NetConnection {
      constructor() {
        super(means);
      }
    }
    runtime.defineClass('NetConnection', RealmNetConnection);
    runtime.natives.add(NetConnection.prototype);
  }

  /** A method of the connection that the server at its other end calls. */
  call(number: number, method: string, args: Packed, answered: EventAnswer | undefined): void {
    const connection = this.#connections.get(number);
    if (connection === undefined) answered?.(undefined, { answer: 'absent' });
    else callMethod(this.runtime, connection, method, args, answered);
  }

  status(number: number, info: Packed): void {
    const connection = this.#connections.get(number);
    if (connection === undefined) return;
    this.runtime.turn(() => {
      const [told] = this.runtime.values.unpack(info);
      const code: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'code') : undefined;
      if (NetConnection.numberOf(connection) === number) {
        NetConnection.told(connection, code);
        if (NetConnection.numberOf(connection) === undefined) this.#connections.delete(number);
      } else {
        this.#connections.delete(number);
      }
      this.runtime.handle(connection, 'onStatus', told);
    });
  }

  /** A script may register a connection before it connects, and connect it anew later. */
  calleeOf(value: unknown): Callee | undefined {
    if (!NetConnection.is(value)) return undefined;
    return (method, args, settled) => {
      const number = NetConnection.numberOf(value);
      if (number === undefined) return settled('there is no connection to the other server', undefined);
      this.runtime.ask('connection.call', [number, method, args, true], settled);
    };
  }
}
