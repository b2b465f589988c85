import { TrackSurvey } from '../hls/track-survey.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { MessageSink } from '../stream/message-sink.js';
import type { Clock } from '../time/clock.js';
import type { HlsContainer } from './hls-container.js';
import { codecsIn } from './hls-container.js';
import type { HlsContent } from './hls-content.js';
import type { HlsTracks } from './hls-live.js';
import type { HlsProgramme, HlsSound, HlsVariant } from './hls-programme.js';
import { Waiters } from './waiters.js';

/** Of a stream whose rate is not known yet: bits per second. */
const USUAL_BANDWIDTH = 2_000_000;
/** How much more than on average a stream may take for a while. */
const PEAK = 1.5;
/** Milliseconds for which a stream that tells nothing of itself is waited for. */
const PATIENCE = 3000;

/** Listens to a stream until it is known what is in it, or for as long as it is worth while. */
export async function surveyTracks(live: LiveStream, clock: Clock): Promise<TrackSurvey> {
  const survey = new TrackSurvey();
  const waiters = new Waiters(clock);
  const isKnown = (): boolean => survey.video.length > 0 && survey.audio.length > 0;
  let isGone = false;
  const sink: MessageSink = {
    ...{ clientId: undefined, address: undefined, queuedBytes: 0, isRecorder: true },
    write: ({ messages }: MediaBatch) => {
      for (const message of messages) survey.accept(message);
      waiters.look();
    },
    published: () => undefined,
    unpublished: () => {
      isGone = true;
      waiters.look();
    },
    ended: () => undefined,
  };
  const player = live.join(sink);
  // Who has sent pictures or sound for a while sends nothing else.
  const isOld = (): boolean => live.byteRate > 0 && (survey.video.length > 0 || survey.audio.length > 0);
  await waiters.until(() => isGone || isKnown() || isOld(), PATIENCE);
  live.leave(player);
  return survey;
}

/**
 * What is to be seen and heard of a live stream: a variant for each track of video, with the first track of audio, and the
 * other tracks of audio beside them.
 *
 * @param open begins to cut these tracks, or joins those who view them
 */
export function liveProgramme(
  { video, audio }: TrackSurvey,
  container: HlsContainer,
  open: (tracks: HlsTracks) => HlsContent | undefined,
): HlsProgramme {
  const pictures = video.filter(({ format }) => container.hasVideo(format.codec));
  const sounds = audio.filter(({ format }) => container.hasAudio(format.codec));
  const [sound] = sounds;
  const first: HlsTracks = { video: 0, audio: 0 };
  const variants = (pictures.length === 0 ? [undefined] : pictures).map((picture): HlsVariant => {
    const isAlone = video.length <= 1 && audio.length <= 1;
    const tracks = isAlone ? first : { video: picture?.id, audio: sound?.id };
    const rate = (picture?.bandwidth ?? (picture && USUAL_BANDWIDTH) ?? 0) + (sound?.bandwidth ?? 0);
    const { width, height, frameRate } = picture?.format ?? {};
    return {
      id: `v${picture?.id ?? 0}`,
      open: () => open(tracks),
      facts: {
        bandwidth: rate > 0 ? rate * PEAK : USUAL_BANDWIDTH,
        codecs: codecsIn(container, { video: picture?.format, audio: sound?.format }),
        ...(width === undefined || height === undefined ? {} : { resolution: { width, height } }),
        ...(frameRate === undefined ? {} : { frameRate }),
      },
    };
  });
  const others = pictures.length === 0 ? [] : sounds.slice(1);
  const beside = others.map(({ id, format }): HlsSound => ({
    id: `a${id}`,
    name: `Track ${id}`,
    channels: format.channels,
    open: () => open({ video: undefined, audio: id }),
  }));
  return { variants, sounds: beside, release: () => undefined };
}
