/** `afterglow-media/client`: applications of a server, from browsers and from Node.js, over WebSocket. */
export type { Backoff } from '../time/backoff.js';
export { ConnectError } from './connect-error.js';
export type { ConnectionState } from './net-connection.js';
export { NetConnection } from './net-connection.js';
export type { ClientMethod, NetConnectionOptions } from './net-connection-options.js';
export type { PlayOptions } from './net-stream.js';
export { NetStream } from './net-stream.js';
export type { Change } from '../script/ts/object-change.js';
export { SharedObject } from './shared-object.js';
export type { WebSocketConstructor, WebSocketLike } from './web-socket-like.js';
export type { PublishType } from '../application/hook.js';
export type { MediaKind } from '../media/media-message.js';
export { MediaMessage } from '../media/media-message.js';
export { CallError } from '../script/ts/call-error.js';
export { classNameOf, withClassName } from '../script/ts/class-name.js';
export type { StatusInfo } from '../script/ts/status-info.js';
export { XmlText } from '../script/ts/xml-text.js';
