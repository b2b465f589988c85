import type { ApplicationInstance } from '../../application/application-instance.js';
import { statusRecord } from './status-record.js';
import type { TellScript } from './operation-family.js';

/**
 * `Application.clearStreams`: deletes recordings of the instance, of which `clearRecordings` says which. Both the
 * application and the streams are told of each. Answers whether all that was meant was deleted, and there was any.
 */
export async function clearStreams(instance: ApplicationInstance, path: string, tell: TellScript): Promise<boolean> {
  const { deleted, kept } = await instance.recordings.clear(path);
  for (const name of deleted) {
    const info = statusRecord('NetStream.Clear.Success', `The recording of ${name} was deleted.`, name);
    tell('status', info);
    tell('stream.status', name, info);
  }
  for (const name of kept) {
    const info = statusRecord('NetStream.Clear.Failed', `The recording of ${name} is in use.`, name);
    tell('status', info);
    tell('stream.status', name, info);
  }
  return deleted.length > 0 && kept.length === 0;
}
