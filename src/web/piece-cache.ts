import type { MediaSource } from '../media/media-source.js';
import { RecentSegments } from '../stream/recent-segments.js';

/** A segment of recorded media, made for whoever asks for it. */
export interface MadePiece {
  /** Undefined if there is nothing in it. */
  readonly bytes: Uint8Array | undefined;
  /** What stands before all that are set up alike. */
  readonly header: Uint8Array | undefined;
}

interface Entry {
  weight: number;
  readonly piece: MadePiece;
  readonly forget: () => void;
}

/** What an entry costs beside its bytes, about. */
const OVERHEAD = 500;

/**
 * The segments of recorded media that were asked for lately, of all sources of the process, up to so many bytes. Each is
 * made once for all who ask for it; the one that nobody has asked for longest is forgotten first.
 */
export class PieceCache {
  readonly #sources = new WeakMap<MediaSource, Map<string, Entry | Promise<MadePiece>>>();
  readonly #recent = new RecentSegments<Entry>();

  /** @param budget bytes; read again each time, so that a change of the configuration holds at once */
  constructor(private readonly budget: () => number) {}

  get bytes(): number {
    return this.#recent.bytes;
  }

  /**
   * The piece of that name, from what is kept or as `make` makes it; rejects as that does. What grows may be another the
   * next time, and is not kept.
   */
  async piece(source: MediaSource, name: string, make: () => Promise<MadePiece>): Promise<MadePiece> {
    let known = this.#sources.get(source);
    if (known === undefined) this.#sources.set(source, (known = new Map<string, Entry | Promise<MadePiece>>()));
    const found = known.get(name);
    if (found instanceof Promise) return found;
    if (found !== undefined) {
      this.#recent.put(found, found.weight);
      return found.piece;
    }
    const making = make();
    known.set(name, making);
    try {
      const piece = await making;
      known.delete(name);
      if (!source.isGrowing) this.#keep(known, name, piece);
      return piece;
    } catch (error) {
      known.delete(name);
      throw error;
    }
  }

  #keep(known: Map<string, Entry | Promise<MadePiece>>, name: string, piece: MadePiece): void {
    const entry = { weight: 0, piece, forget: () => void known.delete(name) };
    known.set(name, entry);
    this.#recent.put(entry, (piece.bytes?.length ?? 0) + (piece.header?.length ?? 0) + OVERHEAD);
    this.#recent.trim(this.budget(), ({ forget }) => forget());
  }
}
