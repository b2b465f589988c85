import { AmfObject } from '../../amf/value.js';
import type { AmfValue } from '../../amf/value.js';
import { enhancedAnswer } from '../enhanced-connect.js';
import { FMS_CAPABILITIES, FMS_VERSION } from '../fms-version.js';
import type { RtmpAddress } from './rtmp-address.js';

/** `SUPPORT_SND_*` and `SUPPORT_VID_*`, all of them: without those of H.264 and AAC Flash Media Server sends neither. */
const AUDIO_CODECS = 0xfff;
const VIDEO_CODECS = 0xfc;

const [major, minor, update] = FMS_VERSION.split(',');

/** flashVer as one Flash Media Server tells it another: scripts know servers by how it begins. */
export const SERVER_AGENT = `FlashCom/${major}.${minor}.${update} Afterglow`;

/**
 * The command object of connect.
 *
 * @param more further fields, and others in place of those here
 */
export function connectFields(
  { app, tcUrl }: RtmpAddress,
  objectEncoding: 0 | 3,
  more: Readonly<Record<string, AmfValue>> = {},
): AmfObject {
  return AmfObject.of({
    app,
    flashVer: SERVER_AGENT,
    tcUrl,
    fpad: false,
    capabilities: FMS_CAPABILITIES,
    audioCodecs: AUDIO_CODECS,
    videoCodecs: VIDEO_CODECS,
    objectEncoding,
    ...enhancedAnswer(),
    videoFunction: 0,
    ...more,
  });
}
