import type { AmfObject, AmfValue } from '../amf/value.js';
import type { Level } from './information.js';
import { information } from './information.js';

/** Every code that we tell a client, or the application of a connection to another server, with its level. */
const LEVELS = {
  'NetConnection.Connect.Success': 'status',
  'NetConnection.Connect.Rejected': 'error',
  'NetConnection.Connect.Failed': 'error',
  'NetConnection.Connect.AppShutdown': 'error',
  'NetConnection.Connect.Closed': 'status',
  'NetConnection.Connect.IdleTimeOut': 'status',
  'NetConnection.Connect.ReconnectRequest': 'status',
  'NetConnection.Call.Failed': 'error',
  'NetStream.Publish.Start': 'status',
  'NetStream.Publish.BadName': 'error',
  'NetStream.Publish.Denied': 'error',
  'NetStream.Unpublish.Success': 'status',
  'NetStream.Record.Start': 'status',
  'NetStream.Record.Stop': 'status',
  'NetStream.Record.NoAccess': 'error',
  'NetStream.Record.DiskQuotaExceeded': 'error',
  'NetStream.Record.Failed': 'error',
  'NetStream.Clear.Success': 'status',
  'NetStream.Clear.Failed': 'error',
  'NetStream.Play.Reset': 'status',
  'NetStream.Play.Start': 'status',
  'NetStream.Play.Stop': 'status',
  'NetStream.Play.Failed': 'error',
  'NetStream.Play.StreamNotFound': 'error',
  'NetStream.Play.PublishNotify': 'status',
  'NetStream.Play.UnpublishNotify': 'status',
  'NetStream.Play.InsufficientBW': 'warning',
  'NetStream.Play.Complete': 'status',
  'NetStream.Play.Switch': 'status',
  'NetStream.Play.Transition': 'status',
  'NetStream.Play.TransitionComplete': 'status',
  'NetStream.Play.FileStructureInvalid': 'error',
  'NetStream.Play.NoSupportedTrackFound': 'error',
  'NetStream.Pause.Notify': 'status',
  'NetStream.Unpause.Notify': 'status',
  'NetStream.Seek.Notify': 'status',
  'NetStream.Seek.Failed': 'error',
  'NetStream.Failed': 'error',
  'NetStream.InvalidArg': 'error',
} as const satisfies Record<string, Level>;

export type StatusCode = keyof typeof LEVELS;

/** The information object of a status. */
export function status(code: StatusCode, description: string, more: Record<string, AmfValue> = {}): AmfObject {
  return information(LEVELS[code], code, description, more);
}
