import { CallError, defineApplication, reject, text } from 'afterglow-media/application';
import type { Application, Client } from 'afterglow-media/application';

/** What the server calls of its clients. */
export interface Calls {
  /** Somebody calls: `answer` or `decline`. */
  ringing(from: string): void;
  /** The call stands: publish `own` and play `other`. */
  begun(own: string, other: string): void;
  /** The call is over, or did not come about. */
  ended(reason: Reason): void;
}

export type Reason = 'declined' | 'hung up' | 'gone' | 'no answer';

interface Types {
  data: User;
  calls: Calls;
}

type Phone = Client<Types>;

interface User {
  name: string;
  /** The one call that it has, from the first ring on. */
  call?: Call | undefined;
}

interface Call {
  readonly caller: Phone;
  readonly called: Phone;
  /** The streams of both, which nobody else publishes or plays. */
  readonly streams: ReadonlyMap<Phone, string>;
  readonly stopRinging: () => void;
  isAnswered: boolean;
}

const RINGS = 30_000;

export default defineApplication((app: Application<Types>) => {
  let calls = 0;

  const find = (name: string) => app.clients.find(({ data }) => data.name === name);
  const otherOf = ({ caller, called }: Call, phone: Phone) => (phone === caller ? called : caller);

  function ring(caller: Phone, called: Phone): void {
    const id = `call${++calls}`;
    const streams = new Map([
      [caller, `${id}/caller`],
      [called, `${id}/called`],
    ]);
    const stopRinging = app.after(RINGS, () => {
      end(call, called, 'no answer');
      called.send('ended', 'no answer');
    });
    const call: Call = { caller, called, streams, stopRinging, isAnswered: false };
    caller.data.call = called.data.call = call;
    called.send('ringing', caller.data.name);
  }

  /** The call is over for both; the other one of `phone` hears why. */
  function end(call: Call, phone: Phone, reason: Reason): void {
    call.stopRinging();
    call.caller.data.call = call.called.data.call = undefined;
    otherOf(call, phone).send('ended', reason);
  }

  /** The call that rings at `phone`. */
  function ringingAt(phone: Phone): Call {
    const { call } = phone.data;
    if (call?.called !== phone || call.isAnswered) throw new CallError('Nobody calls you.');
    return call;
  }

  return {
    onConnect(client, name) {
      if (typeof name !== 'string' || name === '') return reject('Say your name.');
      if (find(name)) return reject(`${name} is here already.`);
      client.data.name = name;
      return true;
    },

    onDisconnect(client) {
      if (client.data.call) end(client.data.call, client, 'gone');
    },

    onPublish(client, { name }) {
      const { call } = client.data;
      return call !== undefined && call.isAnswered && name === call.streams.get(client);
    },

    onPlay(client, { name }) {
      const { call } = client.data;
      return call !== undefined && call.isAnswered && name === call.streams.get(otherOf(call, client));
    },

    methods: {
      /** Whom one can call. */
      people: (client) => [...app.clients].filter((other) => other !== client).map(({ data }) => data.name),

      call: app.method([text(32)], (client, name) => {
        const called = find(name);
        if (called === undefined || called === client) throw new CallError(`There is no ${name} to be called.`);
        if (client.data.call) throw new CallError('You have a call already.');
        if (called.data.call) throw new CallError(`${name} is busy.`);
        ring(client, called);
      }),

      answer(client) {
        const call = ringingAt(client);
        call.stopRinging();
        call.isAnswered = true;
        for (const [phone, own] of call.streams) phone.send('begun', own, call.streams.get(otherOf(call, phone))!);
      },

      decline(client) {
        end(ringingAt(client), client, 'declined');
      },

      hangUp(client) {
        if (client.data.call) end(client.data.call, client, 'hung up');
      },
    },
  };
});
