import type { ApplicationInstance } from '../application/application-instance.js';
import type { Client } from '../application/client.js';
import type { StreamName } from '../application/stream-name.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { HlsContainer, HlsContainerChoice } from './hls-container.js';
import { containerFor } from './hls-container.js';
import type { HlsContent } from './hls-content.js';
import type { HlsTracks } from './hls-live.js';
import { HlsLive } from './hls-live.js';
import { liveProgramme, surveyTracks } from './hls-live-programme.js';
import type { HlsEnvironment, HlsOptions } from './hls-options.js';
import type { HlsProgramme } from './hls-programme.js';
import { recordedProgramme } from './hls-recorded-programme.js';
import { PieceCache } from './piece-cache.js';

/** What there is to view: live streams as they are cut for all viewers, and recorded media. */
export class HlsProgrammes {
  readonly #outputs = new WeakMap<LiveStream, Map<string, HlsLive>>();
  readonly #pieces: PieceCache;

  constructor(private readonly environment: HlsEnvironment) {
    this.#pieces = new PieceCache(() => environment.options().recordedCache);
  }

  /** Undefined if there is nothing of that name. Rejects if there is recorded media, and it cannot be played. */
  async open(
    instance: ApplicationInstance,
    stream: StreamName,
    client: Client,
    choice: HlsContainerChoice,
  ): Promise<HlsProgramme | undefined> {
    if (instance.isLive(stream)) return this.#live(instance, stream, choice);
    const media = await instance.media.open(stream, client);
    if (media === undefined) return undefined;
    const container = containerFor(choice, media.source.videoCodec, media.source.audioCodec);
    const length = this.environment.options().recordedSegmentDuration;
    const { segments } = instance.media;
    return recordedProgramme(media, { segments, pieces: this.#pieces, container, length });
  }

  /** Begins to cut a live stream without a viewer: its application lets viewers go back to there. */
  async begin(instance: ApplicationInstance, stream: StreamName): Promise<void> {
    if (!instance.isLive(stream)) return;
    const { variants, sounds } = await this.#live(instance, stream, this.environment.options().container);
    for (const { open } of [...variants, ...sounds]) open()?.leave();
  }

  async #live(instance: ApplicationInstance, stream: StreamName, choice: HlsContainerChoice): Promise<HlsProgramme> {
    const live = instance.liveStream(stream);
    const survey = await surveyTracks(live, this.environment.clock);
    instance.publications.left(live);
    const container = containerFor(choice, survey.video[0]?.format.codec, survey.audio[0]?.format.codec);
    return liveProgramme(survey, container, (tracks) => {
      return instance.isLive(stream) ? this.#view(instance, instance.liveStream(stream), tracks, container) : undefined;
    });
  }

  /** Undefined if it is not cut yet and nobody publishes it any more. */
  #view(
    instance: ApplicationInstance,
    live: LiveStream,
    tracks: HlsTracks,
    container: HlsContainer,
  ): HlsContent | undefined {
    const outputs = this.#outputs.get(live) ?? new Map<string, HlsLive>();
    this.#outputs.set(live, outputs);
    const key = `${tracks.video}/${tracks.audio}${container.extension}`;
    let output = outputs.get(key);
    if (output === undefined) {
      if (live.publisher === undefined) return undefined;
      const { environment } = this;
      const closed = (): void => void outputs.delete(key);
      output = new HlsLive(instance, live, tracks, container, environment, optionsFor(instance, environment), closed);
      outputs.set(key, output);
    }
    return output.view();
  }
}

function optionsFor({ dvr }: ApplicationInstance, { options }: HlsEnvironment): HlsOptions {
  return dvr === undefined ? options() : { ...options(), dvrWindow: dvr.duration, windowSize: dvr.maxBytes };
}
