import type { ApplicationInstance } from '../application/application-instance.js';
import type { VirtualHost } from '../application/virtual-host.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { LandingFacts, ListedStream } from './landing-facts.js';
import { MAX_LISTED } from './landing-facts.js';

/**
 * The live streams of a virtual host that somebody publishes.
 *
 * @param isShown whether those of an instance may be told
 * @param now milliseconds of the clock that the streams go by
 */
export function listStreams(
  host: VirtualHost,
  isShown: (application: string, instance: ApplicationInstance) => boolean,
  now: number,
): Pick<LandingFacts, 'streams' | 'unlisted'> {
  const found: { application: string; instance: string; live: LiveStream; players: number }[] = [];
  for (const [application, { instances }] of host.applications) {
    for (const instance of instances.values()) {
      if (!isShown(application, instance)) continue;
      for (const live of instance.streams.all()) {
        if (live.publisher === undefined) continue;
        const players = [...live.players].filter(({ sink }) => sink.isRecorder !== true).length;
        found.push({ application, instance: instance.name, live, players });
      }
    }
  }
  found.sort(
    (a, b) => b.players - a.players || compare(a.application, b.application) || compare(a.live.name, b.live.name),
  );
  const streams = found.slice(0, MAX_LISTED).map(({ live, ...place }) => ({ ...place, ...told(live, now) }));
  return { streams, unlisted: found.length - streams.length };
}

function told(live: LiveStream, now: number): Omit<ListedStream, 'application' | 'instance' | 'players'> {
  const { format, bytesPerSecond, framesPerSecond } = live.statistics.health(now);
  const { video, audio } = format;
  return {
    name: live.name,
    bytesPerSecond: Math.round(bytesPerSecond),
    framesPerSecond: Math.round(framesPerSecond),
    video: video && { codecString: video.codecString, width: video.width, height: video.height },
    audio: audio && { codecString: audio.codecString },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
