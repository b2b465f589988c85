import type { MediaDefect, MediaReport, StreamReport } from '../media/media-report.js';

/** What was found out about a file, for people. */
export function reportText(path: string, report: MediaReport): string {
  const { container, size, duration, streams, keyFrames, metadata, defects } = report;
  const lines: [string, string][] = [
    ['container', container.toUpperCase()],
    ['size', `${bytesText(size)} (${size} bytes)`],
    ['duration', timeText(duration)],
    ...streams.map((stream): [string, string] => [stream.kind, streamText(stream)]),
  ];
  if (keyFrames !== undefined) {
    const { count, meanInterval, maxInterval } = keyFrames;
    const apart =
      meanInterval === undefined || maxInterval === undefined
        ? ''
        : `, ${secondsText(meanInterval)} apart on average, ${secondsText(maxInterval)} at most`;
    lines.push(['key frames', `${count}${apart}`]);
  }
  if (metadata.size > 0) lines.push(['metadata', [...metadata.keys()].join(', ')]);
  lines.push(['defects', defects.length === 0 ? 'none' : `${defects.length}`]);
  const width = Math.max(...lines.map(([name]) => name.length));
  const table = lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
  return [path, ...table, ...defects.map((defect) => `    - ${defectText(path, defect)}`), ''].join('\n');
}

/** A defect, where it is and what mends it. */
export function defectText(path: string, { code, message, offset, mend }: MediaDefect): string {
  const where = offset === undefined ? '' : ` at byte ${offset}`;
  return `${code}: ${message}${where}${MENDS[mend](path)}`;
}

const MENDS: Readonly<Record<MediaDefect['mend'], (path: string) => string>> = {
  repair: (path) => ` (mend it: afterglow media repair ${path})`,
  remux: (path) => ` (mend it: afterglow media remux ${path} <new file>)`,
  nothing: () => '',
};

function streamText(stream: StreamReport): string {
  const { kind, track, frames, bitRate } = stream;
  const rate = `${Math.round(bitRate / 1000)} kbit/s`;
  const facts = [`track ${track}`, `${frames} ${frames === 1 ? 'frame' : 'frames'}`, rate];
  switch (kind) {
    case 'video': {
      const { codec, codecString, width, height, frameRate } = stream;
      const size = width === undefined || height === undefined ? [] : [`${width}x${height}`];
      const pace = frameRate === undefined ? [] : [`${frameRate} frames/s`];
      return [named(codec, codecString), ...size, ...pace, ...facts].join(', ');
    }
    case 'audio': {
      const { codec, codecString, sampleRate, channels } = stream;
      const sound = sampleRate === undefined ? [] : [`${sampleRate} Hz`];
      const width = channels === undefined ? [] : [`${channels} ${channels === 1 ? 'channel' : 'channels'}`];
      return [named(codec, codecString), ...sound, ...width, ...facts].join(', ');
    }
    case 'text':
      return facts.join(', ');
  }
}

function named(codec: string, codecString: string): string {
  return codec === codecString ? codec : `${codec} (${codecString})`;
}

/** Bytes as people say them: `12.3 MB`. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]!}`;
}

/** Milliseconds as people say them: `1:02:03.400`. */
export function timeText(milliseconds: number): string {
  const rounded = Math.round(milliseconds);
  const [hours, minutes] = [Math.floor(rounded / 3_600_000), Math.floor(rounded / 60_000) % 60];
  const seconds = `${String(Math.floor(rounded / 1000) % 60).padStart(2, '0')}.${String(rounded % 1000).padStart(3, '0')}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
