import { AmfArray, AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { decodeData } from '../../src/rtmp/message/data.js';
import { decodeSetChunkSize } from '../../src/rtmp/message/set-chunk-size.js';
import { decodeSetPeerBandwidth, PeerBandwidthLimit } from '../../src/rtmp/message/set-peer-bandwidth.js';
import { decodeSharedObject } from '../../src/rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import { decodeUserControl } from '../../src/rtmp/message/user-control.js';
import { decodeWindowAcknowledgementSize } from '../../src/rtmp/message/window-acknowledgement-size.js';
import { MessageType } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { describeMedia } from './media-payloads.js';

/**
 * A message as one line: `WindowAck 2500000`, `StreamBegin@1`, `_result 2 null 1`, `onStatus@1
 * NetStream.Play.Start` (of an information object only the code), `onMetaData@1 20 {width: 640}`,
 * `video@1 40 key k1`, `object chat 2: change x=1`. Behind `@` stands the message stream id, unless it is 0; type 17 and 15 end in `amf3`.
 */
export function transcriptLine(message: RtmpMessage): string {
  switch (message.type) {
    case MessageType.setChunkSize:
      return `SetChunkSize ${decodeSetChunkSize(message)}`;
    case MessageType.acknowledgement:
      return 'Acknowledgement';
    case MessageType.windowAcknowledgementSize:
      return `WindowAck ${decodeWindowAcknowledgementSize(message)}`;
    case MessageType.setPeerBandwidth:
      return peerBandwidth(message);
    case MessageType.userControl:
      return userControl(message);
    case MessageType.audio:
    case MessageType.video: {
      const kind = message.type === MessageType.audio ? 'audio' : 'video';
      return `${kind}${at(message)} ${message.timestamp} ${mediaWords(kind, message.payload)}`;
    }
    case MessageType.dataAmf0:
    case MessageType.dataAmf3: {
      const [name, ...values] = decodeData(message).values;
      return words(`data${at(message)}`, message.timestamp, name, ...values.map(shown), suffix(message));
    }
    case MessageType.sharedObjectAmf0:
    case MessageType.sharedObjectAmf3:
      return sharedObject(message);
    default:
      return command(message);
  }
}

function sharedObject(message: RtmpMessage): string {
  const { name, version, persistent, events } = decodeSharedObject(message);
  const what = persistent ? 'persistent' : 'object';
  return words(`${what} ${name} ${version}:`, events.map(sharedObjectEvent).join(', '), suffix(message));
}

function sharedObjectEvent(event: SharedObjectEvent): string {
  if ('properties' in event) {
    return [event.event, ...event.properties.map(([name, value]) => `${name}=${shown(value)}`)].join(' ');
  }
  if ('names' in event) return [event.event, ...event.names].join(' ');
  if ('handler' in event) return words(event.event, event.handler, ...event.args.map(shown));
  return 'code' in event ? words(event.event, event.code, event.level) : event.event;
}

/** A seek frame as `seek-start` and `seek-end`, an empty message as `empty`, and whatever else it is. */
function mediaWords(kind: 'audio' | 'video', payload: Uint8Array): string {
  if (payload.length === 0) return 'empty';
  const isCommand = kind === 'video' && payload[0]! < 0x80 && payload[0]! >> 4 === 5;
  if (isCommand) return payload[1] === 0 ? 'seek-start' : 'seek-end';
  return describeMedia(kind, payload);
}

function command(message: RtmpMessage): string {
  const { name, transactionId, commandObject, args } = decodeCommand(message);
  if (name === 'onStatus') return words(`onStatus${at(message)}`, shown(args[0]), suffix(message));
  const object = commandObject === null ? [] : [shown(commandObject)];
  return words(`${name}${at(message)}`, transactionId, ...object, ...args.map(shown), suffix(message));
}

function peerBandwidth(message: RtmpMessage): string {
  const { size, limit } = decodeSetPeerBandwidth(message);
  const [name = String(limit)] = Object.entries(PeerBandwidthLimit).find(([, value]) => value === limit) ?? [];
  return `SetPeerBandwidth ${size} ${name}`;
}

function userControl(message: RtmpMessage): string {
  const event = decodeUserControl(message);
  const name = event.event.charAt(0).toUpperCase() + event.event.slice(1);
  return 'messageStreamId' in event ? `${name}@${event.messageStreamId}` : name;
}

function at({ messageStreamId }: RtmpMessage): string {
  return messageStreamId === 0 ? '' : `@${messageStreamId}`;
}

function suffix({ type }: RtmpMessage): string {
  const amf3: readonly number[] = [MessageType.commandAmf3, MessageType.dataAmf3, MessageType.sharedObjectAmf3];
  return amf3.includes(type) ? 'amf3' : '';
}

function words(...parts: AmfValue[]): string {
  return parts
    .filter((part) => part !== '')
    .map(String)
    .join(' ');
}

/** An AMF value as a test writes it: of an information object its code. */
export function shown(value: AmfValue): string {
  if (value instanceof AmfObject || value instanceof AmfArray) {
    const code = value.get('code');
    if (typeof code === 'string') return code;
    const members = value instanceof AmfObject ? value.properties : value.entries();
    return `{${[...members].map(([name, member]) => `${name}: ${shown(member)}`).join(', ')}}`;
  }
  if (typeof value === 'string') return value.length > 100 ? `${value.length} characters` : JSON.stringify(value);
  return typeof value === 'object' && value !== null ? value.constructor.name : String(value);
}

/** The members of an object, for a test to compare them all. */
export function membersOf(value: AmfValue): Record<string, AmfValue> {
  if (!(value instanceof AmfObject)) throw new Error(`not an object: ${shown(value)}`);
  return Object.fromEntries(value.properties);
}
