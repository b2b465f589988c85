/** How numbers are written on all pages. Units are decimal, as those of encoders and networks are. */

const count = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `5,000` */
export function formatCount(value: number): string {
  return count.format(value);
}

/** `1 client`, `5,000 clients`; `many` is for words whose plural takes more than an s. */
export function formatCounted(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** `1.2 MB` */
export function formatBytes(bytes: number): string {
  return scaled(bytes, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);
}

/** Bytes per second as `2.4 Mbit/s`. */
export function formatBitrate(bytesPerSecond: number): string {
  return formatBits(bytesPerSecond * 8);
}

/** Bits per second as `2.4 Mbit/s`. */
export function formatBits(bitsPerSecond: number): string {
  return scaled(bitsPerSecond, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']);
}

/** Seconds as `3 d 4 h`, `1:02:03` or `0:07`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  if (days > 0) return `${count.format(days)} d ${Math.floor((whole % 86_400) / 3600)} h`;
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** Milliseconds as `120 ms` or `2.5 s`. */
export function formatMilliseconds(value: number): string {
  return Math.abs(value) < 1000 ? `${short.format(value)} ms` : `${short.format(value / 1000)} s`;
}

/** A share of 1 as `12.5 %`. */
export function formatShare(share: number): string {
  return `${short.format(share * 100)} %`;
}

function scaled(value: number, units: readonly string[]): string {
  let step = 0;
  let left = value;
  while (Math.abs(left) >= 999.5 && step < units.length - 1) {
    left /= 1000;
    step++;
  }
  return `${step === 0 || Math.abs(left) >= 99.95 ? Math.round(left) : short.format(left)} ${units[step]!}`;
}
