/** Clients of these versions have a key, by which a virtual directory can be for them only. */
export interface VirtualKeyRange {
  /** The first and the last version, as a player says it in connect: `WIN 9,0,0,0`. */
  readonly from: string;
  readonly to: string;
  readonly key: string;
}

interface PlayerVersion {
  readonly platform: string;
  readonly numbers: readonly number[];
}

const VERSION = /^([A-Z]+) (\d{1,6}(?:,\d{1,6}){0,3})/i;

/** The version in the first words of what a client calls itself; undefined if there is none. */
export function parsePlayerVersion(agent: string): PlayerVersion | undefined {
  const [, platform, numbers] = VERSION.exec(agent) ?? [];
  if (platform === undefined || numbers === undefined) return undefined;
  return { platform: platform.toUpperCase(), numbers: numbers.split(',').map(Number) };
}

/** The key of the first range that a client is in; undefined if it is in none. Each platform has versions of its own. */
export function virtualKeyOf(agent: string, ranges: readonly VirtualKeyRange[]): string | undefined {
  if (ranges.length === 0) return undefined;
  const version = parsePlayerVersion(agent);
  return version && ranges.find((range) => isWithin(version, range))?.key;
}

function isWithin({ platform, numbers }: PlayerVersion, range: VirtualKeyRange): boolean {
  const [from, to] = [parsePlayerVersion(range.from), parsePlayerVersion(range.to)];
  if (from?.platform !== platform || to?.platform !== platform) return false;
  return compare(from.numbers, numbers) <= 0 && compare(numbers, to.numbers) <= 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 4; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
