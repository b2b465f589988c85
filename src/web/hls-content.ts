/** A playlist that somebody asks for. */
export interface PlaylistWish {
  /** The segment that has to be in it (`_HLS_msn`): it is waited for. */
  readonly sequence?: number | undefined;
  /** The part of that segment (`_HLS_part`). */
  readonly part?: number | undefined;
  /** Who asks knows what was in it a moment ago (`_HLS_skip`). */
  readonly skips?: boolean;
}

/** Why there is no playlist: nothing came, it did not come in time, or it is too far ahead to be waited for. */
export type NoPlaylist = 'none' | 'late' | 'ahead';

/** One way in which a stream or recorded media is played. */
export interface HlsContent {
  /** The text of the playlist, in UTF-8; the same bytes for all who ask at the same time. */
  playlist(wish: PlaylistWish): Promise<Uint8Array | NoPlaylist>;
  /** A segment, or one part of it, by its number; undefined if it is not there, or not any more. */
  segment(sequence: number, part?: number): Promise<Uint8Array | undefined>;
  /** What stands before the segments of one set-up (EXT-X-MAP). */
  header(epoch: number): Promise<Uint8Array | undefined>;
  /** How far it has come; undefined if it does not grow. */
  readonly newest: { readonly sequence: number; readonly part: number | undefined } | undefined;
  /** The viewer is gone. Calling it again does nothing. */
  leave(): void;
}

/** The name of a segment, or of a part of it, without its extension. */
export function segmentName(sequence: number, part?: number): string {
  return part === undefined ? `${sequence}` : `${sequence}-${part}`;
}

/** The name of what stands before segments. */
export function headerName(epoch: number): string {
  return `init-${epoch}.mp4`;
}

/** What the name of a file asks for. */
export type HlsFile =
  | { readonly kind: 'segment'; readonly sequence: number; readonly part: number | undefined }
  | { readonly kind: 'header'; readonly epoch: number };

const SEGMENT = /^(\d{1,15})(?:-(\d{1,6}))?\.(?:ts|m4s)$/;
const HEADER = /^init-(\d{1,9})\.mp4$/;

/** Undefined for a name that {@link segmentName} and {@link headerName} do not make. */
export function parseHlsFile(name: string): HlsFile | undefined {
  const [, epoch] = HEADER.exec(name) ?? [];
  if (epoch !== undefined) return { kind: 'header', epoch: Number(epoch) };
  const [, sequence, part] = SEGMENT.exec(name) ?? [];
  if (sequence === undefined) return undefined;
  return { kind: 'segment', sequence: Number(sequence), part: part === undefined ? undefined : Number(part) };
}
