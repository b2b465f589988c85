import { useSignal } from '@preact/signals';
import { Play, Square } from 'lucide-preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { InstancePlace } from '../../../src/admin/api/schema/index.js';
import { addressOf } from '../state/api.js';
import { loadListeners, streamAddress } from '../state/listeners.js';
import { hostOf } from '../state/places.js';
import { playFlv } from './play-flv.js';

/** The newest key frame of a live stream; the stream itself once it is asked for. */
export function LivePreview({ stream }: { readonly stream: InstancePlace & { readonly name: string } }): VNode {
  const playing = useSignal(false);
  const problem = useSignal('');
  const still = useSignal(0);
  const video = useRef<HTMLVideoElement>(null);
  const picture = addressOf(
    ['streams', stream.application, stream.instance, stream.name, 'key-frame.mp4'],
    hostOf(stream),
  );

  useEffect(() => {
    if (!playing.value) return;
    let stop: (() => void) | undefined;
    let left = false;
    problem.value = '';
    const play = async (): Promise<void> => {
      await loadListeners();
      const address = streamAddress('ws-flv', stream);
      if (address === undefined || left) return;
      const stopped = await playFlv(video.current!, address, { live: true }, (why) => {
        problem.value = why;
        playing.value = false;
      });
      if (left) stopped();
      else stop = stopped;
    };
    play().catch((error: unknown) => {
      problem.value = error instanceof Error ? error.message : String(error);
      playing.value = false;
    });
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
          src={picture}
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
