import type { Refusal, RefusalReason } from '../application/refusal.js';
import { printable } from '../application/safe-name.js';
import type { NetStream } from './net-stream.js';
import type { StatusCode } from './status.js';
import { status } from './status.js';

const CODES: Readonly<Record<RefusalReason, StatusCode>> = {
  denied: 'NetStream.Play.Failed',
  login: 'NetStream.Play.Failed',
  taken: 'NetStream.Play.Failed',
  'bad-name': 'NetStream.Play.StreamNotFound',
  'not-found': 'NetStream.Play.StreamNotFound',
  limit: 'NetStream.Play.Failed',
  damaged: 'NetStream.Play.FileStructureInvalid',
  failed: 'NetStream.Failed',
};

/** Tells a client that it cannot play `name`, and the log why. */
export function refusePlay(stream: NetStream, name: string, { rule, reason, description }: Refusal): void {
  const shown = printable(name);
  stream.connection.logger.warn('refused to play', { stream: shown, rule, reason });
  const fields = { details: shown, clientid: stream.connection.client.id };
  stream.connection.send.onStatus(stream.id, status(CODES[reason], description, fields));
}
