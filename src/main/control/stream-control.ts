import type { InstancePlace } from '../../admin/api/schema/values.js';
import type { NewRecording } from '../../admin/api/schema/streams.js';
import type { MediaWindow, ServerControl } from '../../admin/server-control.js';
import { ControlError } from '../../admin/server-control.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import type { StreamName } from '../../application/stream-name.js';
import { parseStreamName } from '../../application/stream-name.js';
import { FragmentedMp4Writer } from '../../mp4/fragmented-mp4-writer.js';
import type { LiveStream } from '../../stream/live-stream.js';
import type { Clock } from '../../time/clock.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { instanceAt } from '../pages/live-places.js';
import { Preview } from './preview.js';

/** What is done to live streams. */
export class StreamControl implements Pick<
  ServerControl,
  'endStream' | 'startRecording' | 'stopRecording' | 'keyFrame' | 'preview'
> {
  constructor(
    private readonly server: AfterglowServer,
    private readonly clock: Clock,
  ) {}

  endStream(place: InstancePlace, name: string): void {
    const instance = this.#instance(place);
    const { publisher } = this.#stream(instance, name);
    if (publisher === undefined) throw new ControlError('conflict', `Nobody publishes ${name}.`);
    const client = instance.clients.get(publisher.clientId);
    if (client === undefined) {
      const what = 'The server itself publishes it: end its playlist, its source or the script that does.';
      throw new ControlError('not-possible', what);
    }
    client.connection.dismiss('The stream was ended by an operator.');
  }

  startRecording(place: InstancePlace, name: string, request: NewRecording): void {
    const instance = this.#instance(place);
    const { mode, container, name: file, maxDuration, maxSize } = request;
    const recording = instance.recordings.start(streamName(name), {
      ...(mode === undefined ? {} : { mode }),
      ...(container === undefined ? {} : { container }),
      ...(file === undefined ? {} : { name: file }),
      ...(maxDuration === undefined ? {} : { maxDuration }),
      ...(maxSize === undefined ? {} : { maxSize }),
    });
    if (recording === undefined) throw new ControlError('conflict', `${name} is being recorded by request already.`);
  }

  stopRecording(place: InstancePlace, name: string): void {
    if (this.#instance(place).recordings.stop(streamName(name))) return;
    const what = `${name} is not being recorded by request; what publishers and the configuration record ends with the stream.`;
    throw new ControlError('conflict', what);
  }

  keyFrame(place: InstancePlace, name: string): Uint8Array | undefined {
    const messages = this.#stream(this.#instance(place), name).beginning.keyFrame;
    const writer = new FragmentedMp4Writer();
    for (const message of messages) writer.accept(message);
    return messages.length === 0 ? undefined : writer.finish();
  }

  preview(place: InstancePlace, name: string, window: MediaWindow): () => void {
    const instance = this.#instance(place);
    const live = this.#stream(instance, name);
    if (live.publisher === undefined) throw new ControlError('conflict', `Nobody publishes ${name}.`);
    return Preview.begin(instance, live, window, this.clock);
  }

  #instance(place: InstancePlace): ApplicationInstance {
    const instance = instanceAt(this.server, place);
    if (instance !== undefined) return instance;
    throw new ControlError('not-found', `${place.application}/${place.instance} does not run.`);
  }

  #stream({ streams }: ApplicationInstance, name: string): LiveStream {
    const stream = streams.find(name);
    if (stream === undefined) throw new ControlError('not-found', `There is no stream ${name}.`);
    return stream;
  }
}

function streamName(name: string): StreamName {
  const parsed = parseStreamName(name);
  if (parsed === undefined) throw new ControlError('invalid', 'A stream cannot be called that.');
  return parsed;
}
