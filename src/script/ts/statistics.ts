import type { PlainRecord } from '../protocol/bytes.js';

/** Counts of the server by name, `bytesIn` for what FMS calls `bytes_in`. */
export type Statistics<Names extends string> = Readonly<Record<Names, number>>;

/** The counts that an instance has of its own since it began. */
export type ApplicationStatistics = Statistics<
  'bytesIn' | 'bytesOut' | 'msgIn' | 'msgOut' | 'totalConnects' | 'totalDisconnects'
>;

/** `pingRtt` is the round trip of the last ping, in milliseconds. */
export type ClientStatistics = Statistics<'bytesIn' | 'bytesOut' | 'msgIn' | 'msgOut' | 'msgDropped' | 'pingRtt'>;

/** The numbers among what the server counts, under the names that JavaScript likes. */
export function statistics<Names extends string>(counts: PlainRecord): Statistics<Names> {
  const numbers = Object.entries(counts).filter(([, count]) => typeof count === 'number');
  const named = numbers.map(([name, count]) => [
    name.replace(/_(\w)/g, (_, first: string) => first.toUpperCase()),
    count,
  ]);
  return Object.fromEntries(named) as Statistics<Names>;
}
