import { ByteWriter } from '../bytes/byte-writer.js';

/** Bytes of a transport packet. */
export const PACKET_SIZE = 188;
const SYNC = 0x47;
const HEADER = 4;
const PAYLOAD = PACKET_SIZE - HEADER;
/** Flags and six bytes of clock. */
const PCR_FIELD = 7;
const STUFFING = 0xff;

const DISCONTINUITY = 0x80;
const RANDOM_ACCESS = 0x40;
const HAS_PCR = 0x10;

export interface AccessFacts {
  /** Ticks of 90 kHz, 33 bits: the clock, in the stream that carries it. */
  readonly pcr?: number | undefined;
  /** Decoding can begin here. */
  readonly randomAccess?: boolean;
}

/** Cuts sections and PES packets into transport packets (ISO/IEC 13818-1, 2.4.3), and counts them for each PID. */
export class Packetizer {
  #writer = new ByteWriter(64 * 1024);
  readonly #counters = new Map<number, number>();

  /** Bytes that are not taken yet. */
  get length(): number {
    return this.#writer.length;
  }

  /** A section that fits one packet, as PAT and PMT of one program do. */
  section(pid: number, section: Uint8Array): void {
    this.#header(pid, true, false);
    this.#writer.u8(0).bytes(section);
    this.#stuff(PAYLOAD - 1 - section.length);
  }

  /** A PES packet. */
  pes(pid: number, pes: Uint8Array, { pcr, randomAccess = false }: AccessFacts = {}): void {
    for (let at = 0; at < pes.length;) {
      const isFirst = at === 0;
      const isNew = !this.#counters.has(pid);
      const flags = isFirst ? fieldFlags(pcr, randomAccess, isNew) : 0;
      // The field's length and what it must hold; more of it where the last bytes do not fill a packet.
      const needed = flags === 0 ? 0 : 1 + (pcr === undefined ? 1 : PCR_FIELD);
      const size = Math.min(pes.length - at, PAYLOAD - needed);
      const field = PAYLOAD - size;
      this.#header(pid, isFirst, field > 0);
      if (field > 0) this.#field(field, flags, isFirst ? pcr : undefined);
      this.#writer.bytes(pes.subarray(at, at + size));
      at += size;
    }
  }

  /** All that was written since it was asked last. */
  take(): Uint8Array {
    const bytes = this.#writer.finish();
    this.#writer = new ByteWriter(Math.max(64 * 1024, bytes.length));
    return bytes;
  }

  #header(pid: number, isStart: boolean, hasField: boolean): void {
    const counter = this.#counters.get(pid) ?? 0;
    this.#counters.set(pid, (counter + 1) & 15);
    this.#writer
      .u8(SYNC)
      .u16((isStart ? 0x4000 : 0) | pid)
      .u8((hasField ? 0x30 : 0x10) | counter);
  }

  /** An adaptation field of `size` bytes, its length among them. */
  #field(size: number, flags: number, pcr: number | undefined): void {
    this.#writer.u8(size - 1);
    if (size === 1) return;
    this.#writer.u8(flags);
    let used = 2;
    if (pcr !== undefined) {
      // 33 bits of 90 kHz, six that are reserved, nine of 27 MHz.
      this.#writer.u32(Math.floor(pcr / 2)).u16(((pcr % 2) << 15) | 0x7e00);
      used += PCR_FIELD - 1;
    }
    this.#stuff(size - used);
  }

  #stuff(count: number): void {
    for (let i = 0; i < count; i++) this.#writer.u8(STUFFING);
  }
}

/** The first packet of a PID says that its counter begins anew: segments made on demand are played one after another. */
function fieldFlags(pcr: number | undefined, randomAccess: boolean, isNew: boolean): number {
  return (isNew ? DISCONTINUITY : 0) | (randomAccess ? RANDOM_ACCESS : 0) | (pcr === undefined ? 0 : HAS_PCR);
}
