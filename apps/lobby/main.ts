import { CallError, defineApplication, redirect, reject, text } from 'afterglow-media/application';
import type { Application } from 'afterglow-media/application';

/** What clients of the lobby and of its rooms have. */
export interface Calls {
  /** In the lobby: somebody has opened or left a room. */
  rooms(rooms: readonly Room[]): void;
  /** In a room: somebody has said something. */
  said(name: string, what: string): void;
}

export interface Room {
  readonly name: string;
  readonly people: number;
}

interface Person {
  name: string;
}

const MAX_PEOPLE = 12;

/**
 * Every instance of an application is a world of its own; `lobby` is the lobby and `lobby/tea` a room. All of them run on one
 * thread, so what stands out here is common to them: who is where, and whom the lobby tells of it.
 */
const rooms = new Map<string, number>();
const watchers = new Set<(rooms: readonly Room[]) => void>();

const list = (): Room[] => [...rooms].map(([name, people]) => ({ name, people }));

function count(name: string, people: number): void {
  if (people > 0) rooms.set(name, people);
  else rooms.delete(name);
  for (const tell of watchers) tell(list());
}

export default defineApplication((app: Application<{ data: Person; calls: Calls }>) => {
  const isLobby = app.instance === '_definst_';
  const tell = (all: readonly Room[]): void => app.broadcast('rooms', all);
  if (isLobby) watchers.add(tell);

  return {
    onConnect(client, name) {
      if (isLobby) return true;
      if (typeof name !== 'string' || name === '') return reject('Say your name.');
      if (app.clients.find(({ data }) => data.name === name)) return reject(`${name} is here already.`);
      if (app.clients.size >= MAX_PEOPLE) return redirect(client.uri.replace(/\/[^/]*$/, ''), 'The room is full.');
      client.data.name = name;
      count(app.instance, app.clients.size + 1);
      return true;
    },

    onDisconnect() {
      if (!isLobby) count(app.instance, app.clients.size);
    },

    onShutdown() {
      watchers.delete(tell);
    },

    methods: {
      rooms: () => list(),
      people: () => [...app.clients].map(({ data }) => data.name),
      say: app.method([text(500)], ({ data }, what) => {
        if (isLobby) throw new CallError('Enter a room first.');
        app.broadcast('said', data.name, what);
      }),
    },
  };
});
