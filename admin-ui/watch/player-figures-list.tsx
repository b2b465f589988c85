import type { VNode } from 'preact';
import type { PlayerFigures } from '../parts/player/live-player.js';
import { formatBitrate, formatCount, formatMilliseconds } from '../parts/quantities.js';

const NOTHING = '–';

/** What a player does, in words that stay where they are. */
export function PlayerFiguresList({ figures }: { readonly figures: PlayerFigures | undefined }): VNode {
  const shown = figures === undefined ? [NOTHING, NOTHING, NOTHING, NOTHING] : texts(figures);
  return (
    <dl class="figures" aria-label="How it plays">
      {['Delay', 'Bitrate', 'Picture', 'Dropped'].map((name, i) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{shown[i]}</dd>
        </div>
      ))}
    </dl>
  );
}

function texts({ delay, bitrate, frameRate, shown, dropped, width, height }: PlayerFigures): string[] {
  return [
    delay === undefined ? 'recorded' : formatMilliseconds(Math.round(delay / 10) * 10),
    formatBitrate(bitrate),
    width === 0 ? 'sound only' : `${width}×${height}, ${Math.round(frameRate)} fps`,
    `${formatCount(dropped)} of ${formatCount(shown)}`,
  ];
}
