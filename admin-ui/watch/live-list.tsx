import type { VNode } from 'preact';
import type { LandingFacts, ListedStream } from '../../src/web/landing-facts.js';
import { DEFAULT_INSTANCE, streamPath } from '../parts/player/stream-address.js';
import { formatBitrate, formatCount } from '../parts/quantities.js';

/** What is live, each with the way to its player. */
export function LiveList({ facts }: { readonly facts: LandingFacts }): VNode {
  const { streams, unlisted } = facts;
  if (streams.length === 0) {
    return <p class="empty">Nothing is live. What is published shows here at once.</p>;
  }
  return (
    <>
      <ul class="live">
        {streams.map((stream) => (
          <li key={streamPath(stream)}>
            <a href={`/watch/${streamPath(stream)}`}>
              <span class="dot" aria-hidden="true" />
              <strong>{stream.name}</strong>
              <span class="place">{placeOf(stream)}</span>
              <span class="figures">{figuresOf(stream).join(' · ')}</span>
            </a>
          </li>
        ))}
      </ul>
      {unlisted > 0 && <p class="empty">and {formatCount(unlisted)} more</p>}
    </>
  );
}

function placeOf({ application, instance }: ListedStream): string {
  return instance === DEFAULT_INSTANCE ? application : `${application}/${instance}`;
}

function figuresOf({ video, audio, framesPerSecond, bytesPerSecond, players }: ListedStream): string[] {
  const picture = video?.width === undefined || video.height === undefined ? [] : [`${video.width}×${video.height}`];
  const rate = video === undefined || framesPerSecond === 0 ? [] : [`${framesPerSecond} fps`];
  const codecs = [video?.codecString, audio?.codecString].filter((codec) => codec !== undefined);
  const watched = players === 1 ? '1 player' : `${formatCount(players)} players`;
  return [...picture, ...rate, codecs.join(' + '), formatBitrate(bytesPerSecond), watched].filter(
    (text) => text !== '',
  );
}
