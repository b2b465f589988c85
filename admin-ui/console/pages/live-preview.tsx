import { useSignal } from '@preact/signals';
import { Play, Square } from 'lucide-preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { InstancePlace } from '../../../src/admin/api/schema/index.js';
import { addressOf } from '../state/api.js';
import { hostOf } from '../state/places.js';
import { playFlv } from './play-flv.js';

/** The newest key frame of a live stream; the stream itself once it is asked for. */
export function LivePreview({ stream }: { readonly stream: InstancePlace & { readonly name: string } }): VNode {
  const playing = useSignal(false);
  const problem = useSignal('');
  const still = useSignal(0);
  const video = useRef<HTMLVideoElement>(null);
  const from = (what: string): string =>
    addressOf(['streams', stream.application, stream.instance, stream.name, what], hostOf(stream));

  useEffect(() => {
    if (!playing.value) return;
    let stop: (() => void) | undefined;
    let left = false;
    problem.value = '';
    const failed = (why: string): void => {
      problem.value = why;
      playing.value = false;
    };
    playFlv(video.current!, from('preview.flv'), { live: true }, failed).then(
      (stopped) => {
        if (left) stopped();
        else stop = stopped;
      },
      (error: unknown) => failed(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      left = true;
      stop?.();
      still.value++;
    };
  }, [playing.value]);

  return (
    <section class="section">
      {playing.value ? (
        <video key="live" class="picture" ref={video} muted autoplay playsinline aria-label={`${stream.name}, live`} />
      ) : (
        <video
          key={still.value}
          class="picture"
          src={from('key-frame.mp4')}
          muted
          playsinline
          preload="auto"
          aria-label={`${stream.name}, the newest key frame`}
        />
      )}
      {problem.value !== '' && (
        <p class="note bad" role="alert">
          {problem.value}
        </p>
      )}
      <p class="field actions">
        <button type="button" class="button" onClick={() => (playing.value = !playing.value)}>
          {playing.value ? <Square aria-hidden="true" /> : <Play aria-hidden="true" />}
          {playing.value ? 'Stop the preview' : 'Play here'}
        </button>
        {!playing.value && (
          <button type="button" class="button quiet" onClick={() => void still.value++}>
            Newer picture
          </button>
        )}
      </p>
    </section>
  );
}
