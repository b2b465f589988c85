import { useSignal } from '@preact/signals';
import { Volume2 } from 'lucide-preact';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { LivePlayer } from '../parts/player/live-player.js';
import type { WayName } from '../parts/player/player-way.js';
import { DEFAULT_INSTANCE, flvAddress, hlsAddress } from '../parts/player/stream-address.js';
import type { StreamAddress } from '../parts/player/stream-address.js';
import { CopiedLine } from './copied-line.js';
import { followLanding, landingFacts } from './landing-news.js';
import { PageHeader } from './page-header.js';
import type { PlayerPageAddress } from './player-address.js';
import { withWay } from './player-address.js';
import { PlayerFiguresList } from './player-figures-list.js';
import { rtmpOrigin } from './rtmp-origin.js';

const WAYS = [
  ['auto', 'Best'],
  ['ws-flv', 'FLV (least delay)'],
  ['hls', 'HLS'],
  ['rtmp', 'RTMP'],
] as const satisfies readonly (readonly [WayName | 'auto', string])[];

/** Plays one stream, and says how it goes. */
export function PlayerPage({ address, way }: PlayerPageAddress): VNode {
  const video = useRef<HTMLVideoElement>(null);
  const player = useSignal<LivePlayer | undefined>(undefined);
  const isLost = player.value?.state.value === 'waiting' || player.value?.state.value === 'refused';
  // Not after the page has been painted: each moment counts until the first picture.
  useLayoutEffect(() => {
    document.title = `${address.name} · Afterglow`;
    const made = new LivePlayer(video.current!, address, way);
    player.value = made;
    return () => made.close();
  }, []);
  return (
    <>
      <PageHeader />
      <main class="player">
        <h1>
          {address.name} <small>{placeOf(address)}</small>
        </h1>
        <div class="screen">
          <video ref={video} controls playsInline aria-label={`Stream ${address.name}`} />
          {isLost && (
            <p class="message" role="status">
              {player.value?.reason}
              {player.value?.state.value === 'waiting' && ' The player waits for it.'}
            </p>
          )}
          {player.value?.isSilenced.value === true && (
            <button type="button" class="button unmute" onClick={() => player.value?.unmute()}>
              <Volume2 aria-hidden="true" /> Play with sound
            </button>
          )}
        </div>
        <div class="below">
          <PlayerFiguresList figures={player.value?.figures.value} />
          <Ways wanted={way} gone={player.value?.way.value} />
        </div>
        <Elsewhere address={address} />
      </main>
    </>
  );
}

function Ways({ wanted, gone }: { readonly wanted: WayName | 'auto'; readonly gone: WayName | undefined }): VNode {
  return (
    <nav class="ways" aria-label="How it is played">
      {WAYS.map(([way, label]) => (
        <a
          key={way}
          class="button quiet"
          href={withWay(location, way)}
          aria-current={way === wanted ? 'true' : undefined}
          data-gone={way === gone ? '' : undefined}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}

function Elsewhere({ address }: { readonly address: StreamAddress }): VNode {
  useEffect(() => {
    // One answer tells the port.
    const stop = followLanding();
    return landingFacts.subscribe((facts) => facts && stop());
  }, []);
  const { application, instance, name, query } = address;
  const place = instance === DEFAULT_INSTANCE ? application : `${application}/${instance}`;
  const facts = landingFacts.value;
  return (
    <details class="card">
      <summary>Addresses for other players</summary>
      <dl>
        {facts && (
          <CopiedLine
            of="RTMP"
            text={`${rtmpOrigin(facts.rtmpPort, location)}/${place}/${name}${query && `?${query}`}`}
          />
        )}
        <CopiedLine of="HLS" text={hlsAddress(address)} />
        <CopiedLine of="HTTP-FLV" text={flvAddress(address, 'http')} />
        <CopiedLine of="WebSocket-FLV" text={flvAddress(address, 'ws')} />
        <CopiedLine of="This page" text={location.href} />
      </dl>
    </details>
  );
}

function placeOf({ application, instance }: StreamAddress): string {
  return instance === DEFAULT_INSTANCE ? application : `${application}/${instance}`;
}
