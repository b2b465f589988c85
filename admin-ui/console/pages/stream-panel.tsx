import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { InstancePlace, StreamDetails } from '../../../src/admin/api/schema/index.js';
import { formatBytes, formatCount, formatMilliseconds } from '../../parts/quantities.js';
import { change, get } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { clientHref, hostOf, instanceHref, whereOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';
import { confirmed } from '../pieces/confirm.js';
import { Facts } from '../pieces/facts.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { SidePanel } from '../pieces/side-panel.js';
import { LivePreview } from './live-preview.js';
import type { HealthMoment } from './stream-charts.js';
import { StreamCharts } from './stream-charts.js';
import { StreamAddresses } from './stream-addresses.js';
import { StreamPlayers } from './stream-players.js';
import { StreamState } from './stream-state.js';
import { audioText, videoText } from './stream-text.js';

/** Moments that the charts of a stream show. */
const MOMENTS = 150;

interface Props {
  readonly stream: InstancePlace & { readonly name: string };
  readonly back: string;
}

/** One live stream: what it looks like, how it does, who plays it. */
export function StreamPanel({ stream: named, back }: Props): VNode {
  const path = ['streams', named.application, named.instance, named.name];
  const polled = usePolled(path.join('/'), (signal) => get<StreamDetails>(path, hostOf(named), signal));
  const moments = useSignal<readonly HealthMoment[]>([]);
  const stream = polled.value.value;
  useEffect(() => {
    if (stream === undefined) return;
    const { bytesPerSecond, framesPerSecond, jitter } = stream;
    moments.value = [...moments.value, { at: Date.now(), bytesPerSecond, framesPerSecond, jitter }].slice(-MOMENTS);
  }, [stream]);

  const end = async (): Promise<void> => {
    const text =
      'Its publisher is disconnected from it, and players are told that it is over. The publisher may come again.';
    if (!(await confirmed(`End ${named.name}?`, text, 'End the stream'))) return;
    await attempt(() => change('DELETE', path, undefined, hostOf(named)), `${named.name} is over.`);
    polled.refresh();
  };
  const record = async (): Promise<void> => {
    const stop = stream?.recording === true;
    await attempt(
      () => change(stop ? 'DELETE' : 'POST', [...path, 'recording'], stop ? undefined : {}, hostOf(named)),
      stop ? 'The recording is finished.' : `${named.name} is being recorded.`,
    );
    polled.refresh();
  };

  return (
    <SidePanel title={named.name} back={back}>
      {polled.problem.value?.status === 404 ? (
        <p class="note">This stream is over.</p>
      ) : (
        <ProblemNote problem={polled.problem.value} />
      )}
      {stream !== undefined && (
        <>
          {stream.live && <LivePreview stream={named} />}
          <section class="section">
            {stream.reasons.map(({ severity, what }) => (
              <p key={what} class={`note ${severity === 'bad' ? 'bad' : 'warn'}`}>
                {what}
              </p>
            ))}
            <Facts
              facts={[
                ['State', <StreamState state={stream.state} />],
                ['Instance', <a href={instanceHref(named)}>{whereOf(named)}</a>],
                [
                  'Publisher',
                  stream.publisher === undefined ? (
                    stream.live ? (
                      'the server'
                    ) : (
                      'none; players wait'
                    )
                  ) : (
                    <a href={clientHref(stream.publisher)} class="mono">
                      {stream.publisher}
                    </a>
                  ),
                ],
                ['Video', videoText(stream)],
                ['Audio', audioText(stream)],
                ['GOP', `${formatMilliseconds(stream.gop.duration)}, ${formatCount(stream.gop.frames)} frames`],
                ['Jitter', formatMilliseconds(stream.jitter)],
                [
                  'Audio ahead of video',
                  `${formatMilliseconds(stream.audioAhead)}, drifted ${formatMilliseconds(stream.audioDrift)}`,
                ],
                ['Largest jump', stream.largestJump === 0 ? undefined : formatMilliseconds(stream.largestJump)],
                ['Timestamps mended', stream.timestampsMended === 0 ? undefined : formatCount(stream.timestampsMended)],
                [
                  'GOP cache',
                  `${formatBytes(stream.gopCache.bytes)}, ${formatCount(stream.gopCache.messages)} messages`,
                ],
                ['Received', formatBytes(stream.received.bytes)],
                ['Sent', formatBytes(stream.sent.bytes)],
                ['Dropped for slow players', dropsText(stream.drops)],
                ['Players cut off', stream.playersCut === 0 ? undefined : formatCount(stream.playersCut)],
              ]}
            />
          </section>
          {may('operator') && stream.live && (
            <section class="section actions">
              <button type="button" class="button" onClick={() => void record()}>
                {stream.recording ? 'Stop recording' : 'Record'}
              </button>
              <button type="button" class="button danger" onClick={() => void end()}>
                End the stream
              </button>
            </section>
          )}
          <StreamCharts moments={moments.value} />
          <StreamAddresses stream={named} />
          <StreamPlayers stream={named} />
        </>
      )}
    </SidePanel>
  );
}

function dropsText(drops: StreamDetails['drops']): string {
  const lost = Object.entries(drops).filter(([, count]) => count > 0);
  return lost.length === 0 ? 'nothing' : lost.map(([kind, count]) => `${formatCount(count)} ${kind}`).join(', ');
}
