import { AmfObject } from '../../amf/value.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import type { HeldMedia } from '../../application/media-library.js';
import { parseStreamName } from '../../application/stream-name.js';
import { isMetadata, metadataMembers } from '../../stream/slate-metadata.js';
import type { Packed } from '../protocol/bytes.js';
import { pack } from '../protocol/pack.js';

/** Seconds of recorded media; 0 if there is none that can be read. */
export async function mediaLength(instance: ApplicationInstance, name: string, virtualKey: string): Promise<number> {
  return ((await ofMedia(instance, name, virtualKey, ({ source }) => source.duration())) ?? 0) / 1000;
}

/** Bytes of recorded media; 0 if there is none that can be read. */
export async function mediaSize(instance: ApplicationInstance, name: string, virtualKey: string): Promise<number> {
  return (await ofMedia(instance, name, virtualKey, ({ size }) => Promise.resolve(size))) ?? 0;
}

/** The onMetaData of recorded media; undefined if there is none. */
export function mediaMetadata(instance: ApplicationInstance, name: string): Promise<Packed | undefined> {
  return ofMedia(instance, name, '', ({ source }) => {
    const message = source.metadata.find(isMetadata);
    const members = message && metadataMembers(message.payload);
    return Promise.resolve(members && pack(new AmfObject('', members)));
  });
}

async function ofMedia<Answer>(
  instance: ApplicationInstance,
  text: string,
  virtualKey: string,
  ask: (media: HeldMedia) => Promise<Answer>,
): Promise<Answer | undefined> {
  const name = parseStreamName(text);
  if (name === undefined) return undefined;
  try {
    const media = await instance.media.open(name, { virtualKey: virtualKey === '' ? undefined : virtualKey });
    if (media === undefined) return undefined;
    try {
      return await ask(media);
    } finally {
      media.release();
    }
  } catch (error) {
    instance.logger.debug('a script asked for media that cannot be read', { stream: name.name, error });
    return undefined;
  }
}
