/** What a FourCC of Enhanced RTMP looks like on the wire: four ASCII characters as a big-endian number. */
export function fourCc(text: string): number {
  let value = 0;
  for (let i = 0; i < 4; i++) value = ((value << 8) | text.charCodeAt(i)) >>> 0;
  return value;
}

/** How many tracks one message may hold: the track id is one byte. */
export const MAX_TRACKS = 256;

/** ModEx prefixes before one packet; the specification knows a single kind, so a longer chain is not read. */
const MAX_MOD_EX = 16;

const MOD_EX = 7;
const MAX_NANOSECONDS = 999_999;

/** How the tracks of a multitrack message are laid out (AvMultitrackType). */
export const MultitrackType = { oneTrack: 0, manyTracks: 1, manyTracksManyCodecs: 2 } as const;

/** The part that audio and video have in common (Enhanced RTMP v2, ExAudioTagHeader and ExVideoTagHeader). */
export interface ExHeader {
  readonly packetType: number;
  readonly fourCc: number;
  readonly trackId: number;
  /** Other tracks may follow in the same message. */
  readonly severalTracks: boolean;
  /** 0 to 999,999, added to the message's millisecond. */
  readonly nanosecondOffset: number;
  /** What comes after the FourCC, track id and track size. */
  readonly bodyOffset: number;
  /** Where this track's body ends; the end of the payload unless other tracks follow. */
  readonly bodyEnd: number;
}

/** A packet without FourCC or track: its body begins here. */
export interface BareExHeader {
  readonly packetType: number;
  readonly nanosecondOffset: number;
  readonly offset: number;
}

/**
 * Reads past the ModEx prefixes of an Enhanced RTMP payload, from its first byte on. Undefined when the
 * bytes end early or the chain is longer than anyone sends.
 */
export function readModEx(payload: Uint8Array): BareExHeader | undefined {
  let packetType = payload[0]! & 0x0f;
  let offset = 1;
  let nanosecondOffset = 0;
  for (let prefixes = 0; packetType === MOD_EX; prefixes++) {
    if (prefixes === MAX_MOD_EX || offset >= payload.length) return undefined;
    let size = payload[offset++]! + 1;
    if (size === 256) {
      if (offset + 2 > payload.length) return undefined;
      size = ((payload[offset]! << 8) | payload[offset + 1]!) + 1;
      offset += 2;
    }
    const data = offset;
    offset += size;
    if (offset >= payload.length) return undefined;
    const next = payload[offset++]!;
    if (next >> 4 === 0 && size >= 3) {
      const nanoseconds = (payload[data]! << 16) | (payload[data + 1]! << 8) | payload[data + 2]!;
      nanosecondOffset = nanoseconds > MAX_NANOSECONDS ? 0 : nanoseconds;
    }
    packetType = next & 0x0f;
  }
  return { packetType, nanosecondOffset, offset };
}

/**
 * Reads the rest of the header: multitrack byte, FourCC, track id and track size. Answers the first track
 * of a message that has several. Undefined when the bytes do not make a header.
 */
export function readTrackHeader(
  payload: Uint8Array,
  start: BareExHeader,
  multitrackPacketType: number,
): ExHeader | undefined {
  if (start.packetType !== multitrackPacketType) {
    if (start.offset + 4 > payload.length) return undefined;
    return {
      packetType: start.packetType,
      fourCc: u32At(payload, start.offset),
      trackId: 0,
      severalTracks: false,
      nanosecondOffset: start.nanosecondOffset,
      bodyOffset: start.offset + 4,
      bodyEnd: payload.length,
    };
  }
  const first = payload[start.offset];
  if (first === undefined) return undefined;
  const type = first >> 4;
  const packetType = first & 0x0f;
  if (type > MultitrackType.manyTracksManyCodecs || packetType === multitrackPacketType || packetType === MOD_EX) {
    return undefined;
  }
  const sharedFourCc = type !== MultitrackType.manyTracksManyCodecs;
  const at = start.offset + 1;
  if (sharedFourCc && at + 4 > payload.length) return undefined;
  return readTrack(payload, {
    packetType,
    fourCc: sharedFourCc ? u32At(payload, at) : undefined,
    severalTracks: type !== MultitrackType.oneTrack,
    nanosecondOffset: start.nanosecondOffset,
    offset: sharedFourCc ? at + 4 : at,
  });
}

/** The tracks of a message one after another, at most {@link MAX_TRACKS}; ends at the first that is cut off. */
export function* readTracks(
  payload: Uint8Array,
  start: BareExHeader,
  multitrackPacketType: number,
): Generator<ExHeader, void, undefined> {
  let track = readTrackHeader(payload, start, multitrackPacketType);
  if (track === undefined) return;
  const ownFourCc = track.severalTracks && payload[start.offset]! >> 4 === MultitrackType.manyTracksManyCodecs;
  for (let count = 1; track !== undefined; count++) {
    yield track;
    if (!track.severalTracks || count === MAX_TRACKS || track.bodyEnd >= payload.length) return;
    track = readTrack(payload, {
      packetType: track.packetType,
      fourCc: ownFourCc ? undefined : track.fourCc,
      severalTracks: true,
      nanosecondOffset: track.nanosecondOffset,
      offset: track.bodyEnd,
    });
  }
}

interface TrackStart {
  readonly packetType: number;
  /** Undefined when each track says its own. */
  readonly fourCc: number | undefined;
  readonly severalTracks: boolean;
  readonly nanosecondOffset: number;
  readonly offset: number;
}

function readTrack(payload: Uint8Array, start: TrackStart): ExHeader | undefined {
  const { packetType, severalTracks, nanosecondOffset } = start;
  let at = start.offset;
  let codec = start.fourCc;
  if (at + (codec === undefined ? 4 : 0) + (severalTracks ? 4 : 1) > payload.length) return undefined;
  if (codec === undefined) {
    codec = u32At(payload, at);
    at += 4;
  }
  const trackId = payload[at++]!;
  let bodyEnd = payload.length;
  if (severalTracks) {
    const size = (payload[at]! << 16) | (payload[at + 1]! << 8) | payload[at + 2]!;
    at += 3;
    bodyEnd = at + size;
    if (bodyEnd > payload.length) return undefined;
  }
  return { packetType, fourCc: codec, trackId, severalTracks, nanosecondOffset, bodyOffset: at, bodyEnd };
}

function u32At(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
