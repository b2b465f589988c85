/** FLV, to read and to write: no Node.js in it, so that it runs in a browser too. */
export { encodeFlvTag, flvTags } from './encode-flv-tag.js';
export { FlvError } from './flv-error.js';
export type { FlvErrorCode } from './flv-error.js';
export { encodeFlvHeader } from './flv-header.js';
export type { FlvHeader } from './flv-header.js';
export { FlvParser } from './flv-parser.js';
export type { FlvParserOptions } from './flv-parser.js';
export { flvMessage, FlvTagType } from './flv-tag.js';
export type { FlvTag } from './flv-tag.js';
export { MediaMessage } from '../media/media-message.js';
export type { MediaKind, WireFormat } from '../media/media-message.js';
