import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { VNode } from 'preact';
import type { LandingFacts } from '../../src/web/landing-facts.js';
import {
  DEFAULT_INSTANCE,
  flvAddress,
  hlsAddress,
  parseStreamPath,
  streamPath,
} from '../parts/player/stream-address.js';
import { CopiedLine } from './copied-line.js';
import { followLanding, isServerGone, landingFacts } from './landing-news.js';
import { LiveList } from './live-list.js';
import { PageHeader } from './page-header.js';
import { rtmpOrigin } from './rtmp-origin.js';

const USUAL_NAME = 'test';

/** What is live, and what to type to publish and to play. */
export function LandingPage(): VNode {
  useEffect(followLanding, []);
  const facts = landingFacts.value;
  return (
    <>
      <PageHeader>
        {facts && <span class="version">{facts.version}</span>}
        <Wanted />
      </PageHeader>
      <main>
        <h1 class="unseen">Afterglow media server</h1>
        {isServerGone.value && (
          <p class="notice" role="alert">
            The server does not answer. The page goes on as soon as it does.
          </p>
        )}
        <section class="card" aria-labelledby="live">
          <h2 id="live">Live now</h2>
          {facts && <LiveList facts={facts} />}
        </section>
        {facts && <Addresses facts={facts} />}
        {facts && facts.pages.length > 0 && <Pages pages={facts.pages} />}
      </main>
    </>
  );
}

/** Goes to the player of a stream that is not in the list. */
function Wanted(): VNode {
  const watch = (event: SubmitEvent): void => {
    event.preventDefault();
    const { value } = (event.target as HTMLFormElement).elements.namedItem('stream') as HTMLInputElement;
    const stream = parseStreamPath(value.trim());
    if (stream !== undefined) location.href = `/watch/${streamPath(stream)}`;
  };
  return (
    <form class="wanted" onSubmit={watch}>
      <label class="unseen" for="wanted">
        Application and name of a stream
      </label>
      <input
        class="input"
        id="wanted"
        name="stream"
        placeholder="live/test"
        pattern=".*[^\/]\/[^\/].*"
        required
        spellcheck={false}
      />
      <button class="button">Watch</button>
    </form>
  );
}

function Addresses({ facts }: { readonly facts: LandingFacts }): VNode | null {
  const name = useSignal(USUAL_NAME);
  if (facts.publish === undefined) return <p class="card">No application is there: make a folder in apps.</p>;
  const { application, needsKey } = facts.publish;
  const stream = { application, instance: DEFAULT_INSTANCE, name: name.value || USUAL_NAME };
  const server = `${rtmpOrigin(facts.rtmpPort, location)}/${application}`;
  const key = needsKey ? `${stream.name}?key=ag_…` : stream.name;
  const address = { origin: location.origin, ...stream, query: '' };
  return (
    <div class="cards">
      <section class="card" aria-labelledby="publish">
        <h2 id="publish">Publish</h2>
        <p>
          In OBS: Settings → Stream → Service: Custom. Any <label for="name">name</label> will do:{' '}
          <input
            class="input name"
            id="name"
            value={name.value}
            spellcheck={false}
            onInput={({ currentTarget }) => (name.value = currentTarget.value.trim().replace(/[\s?#/]/g, ''))}
          />
        </p>
        <dl>
          <CopiedLine of="Server" text={server} />
          <CopiedLine of="Stream Key" text={key} />
          <CopiedLine
            of="With ffmpeg"
            text={`ffmpeg -re -i video.mp4 -c:v libx264 -c:a aac -f flv '${server}/${key}'`}
            what="the command"
          />
        </dl>
        <p class="faint">
          {needsKey ? (
            <>
              Replace <code>ag_…</code> by your stream key; <code>npx afterglow key add</code> makes one, on the machine
              of the server.
            </>
          ) : (
            <>
              From where you are no key is needed. For others <code>npx afterglow key add</code> makes one.
            </>
          )}
        </p>
      </section>
      <section class="card" aria-labelledby="play">
        <h2 id="play">Play</h2>
        <p>
          In a browser: <a href={`/watch/${streamPath(stream)}`}>the player of {stream.name}</a>. Elsewhere:
        </p>
        <dl>
          <CopiedLine of="RTMP: VLC, mpv, ffplay" text={`${server}/${stream.name}`} />
          <CopiedLine of="HLS: phones, televisions" text={hlsAddress(address)} />
          <CopiedLine of="HTTP-FLV" text={flvAddress(address, 'http')} />
        </dl>
        <p class="faint">
          Recorded media lies in <code>apps/vod/media</code>: its player is at <code>/watch/vod/</code> and its name.
        </p>
      </section>
    </div>
  );
}

function Pages({ pages }: { readonly pages: readonly string[] }): VNode {
  return (
    <section class="card" aria-labelledby="pages">
      <h2 id="pages">Pages of applications</h2>
      <ul class="pages">
        {pages.map((application) => (
          <li key={application}>
            <a href={`/pages/${encodeURIComponent(application)}/`}>{application}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
