export interface Axis {
  readonly ticks: readonly number[];
  /** Where a value stands, from 0 at the lower end to 1 at the upper. */
  readonly place: (value: number) => number;
}

/** From 0 to at least `max`, with three to six round ticks. */
export function linearAxis(max: number): Axis {
  const step = roundStep((max > 0 ? max : 1) / 4);
  const count = Math.max(1, Math.ceil((max > 0 ? max : 1) / step - 1e-9));
  const end = count * step;
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
  return { ticks, place: (value) => value / end };
}

/** Powers of ten around positive values; what is smaller than the first stands at 0. */
export function logarithmicAxis(min: number, max: number): Axis {
  const first = Math.floor(Math.log10(Math.max(min, 0.1)) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(max, 0.1)) - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number((10 ** (first + index)).toPrecision(6)));
  return { ticks, place: (value) => Math.max(0, (Math.log10(value) - first) / (last - first)) };
}

/** The next 1, 2, 2.5 or 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}
