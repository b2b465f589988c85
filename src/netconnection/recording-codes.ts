import type { RecordEnd } from '../application/recording-facts.js';
import type { Refusal, RefusalReason } from '../application/refusal.js';
import type { StatusCode } from './status.js';

/** What is said of a recording that may not begin. */
export function refusedRecording({ reason, description }: Refusal): readonly [StatusCode, string] {
  return [REFUSED[reason] ?? 'NetStream.Record.NoAccess', description];
}

/** What is said of a recording of the stream `name` that has ended. */
export function endedRecording(why: RecordEnd, name: string): readonly [StatusCode, string] {
  const [code, text] = ENDED[why];
  return [code, `${text} ${name}.`];
}

const REFUSED: Partial<Record<RefusalReason, StatusCode>> = {
  limit: 'NetStream.Record.DiskQuotaExceeded',
  failed: 'NetStream.Record.Failed',
};

const STOPPED = ['NetStream.Record.Stop', 'Stopped recording'] as const;
const EXCEEDED = ['NetStream.Record.DiskQuotaExceeded', 'No more may be recorded of'] as const;
const FAILED = ['NetStream.Record.Failed', 'Failed to record'] as const;

const ENDED: Readonly<Record<RecordEnd, readonly [StatusCode, string]>> = {
  unpublished: STOPPED,
  stopped: STOPPED,
  limit: EXCEEDED,
  quota: EXCEEDED,
  'disk-full': EXCEEDED,
  'too-slow': FAILED,
  failed: FAILED,
};
