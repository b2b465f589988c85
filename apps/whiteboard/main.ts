import { CallError, defineApplication, list, number, oneOf, record, reject } from 'afterglow-media/application';
import type { Application } from 'afterglow-media/application';

/** One line that somebody drew: the points from its beginning to its end. */
export interface Stroke {
  readonly by: string;
  readonly color: Color;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** The properties of the shared object `board`: strokes by their number. */
export type Board = Record<`stroke${number}`, Stroke>;

type Color = (typeof COLORS)[number];

interface User {
  name: string;
  /** The newest first. */
  strokes: (keyof Board)[];
}

const COLORS = ['black', 'red', 'green', 'blue'] as const;
const MAX_STROKES = 5000;
const point = record({ x: number(0, 1), y: number(0, 1) });

export default defineApplication(async (app: Application<{ data: User }>) => {
  const board = await app.sharedObject<Board>('board', { persistent: true });
  let next = Math.max(0, ...board.keys().map((name) => Number(name.slice('stroke'.length)) + 1));

  return {
    onConnect(client, name) {
      if (typeof name !== 'string' || name === '') return reject('Say your name.');
      // Everybody sees the board; it is changed by the methods below alone.
      client.writeAccess = '';
      client.data.name = name;
      client.data.strokes = [];
      return true;
    },

    methods: {
      draw: app.method([oneOf(...COLORS), list(point, 500)], (client, color, points) => {
        if (board.size >= MAX_STROKES) throw new CallError('The board is full.');
        const stroke = `stroke${next++}` as const;
        board.set(stroke, { by: client.data.name, color, points });
        client.data.strokes.unshift(stroke);
        return stroke;
      }),

      undo(client) {
        const newest = client.data.strokes.shift();
        if (newest !== undefined) board.delete(newest);
      },

      wipe(client) {
        board.clear();
        for (const { data } of app.clients) data.strokes = [];
        app.log.info(`${client.data.name} wiped the board`);
      },
    },
  };
});
