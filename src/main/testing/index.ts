/** `afterglow-media/testing`: runs an application in a unit test. */
export type { LogLine } from './captured-log.js';
export type { TestOptions } from './test-application.js';
export { runApplication, TestApplication } from './test-application.js';
export type { ClientOptions, ReceivedCall } from './virtual-client.js';
export { ConnectRejected, VirtualClient } from './virtual-client.js';
export type { SentMessage, VirtualSharedObject } from './virtual-shared-object.js';
export type { VirtualStream } from './virtual-stream.js';
export { CallError } from '../../script/ts/call-error.js';
