/** The bodies of all boxes of that type at the end of a path such as `moov/trak/edts/elst`, in their order. */
export function boxBodies(bytes: Uint8Array, path: string): Uint8Array[] {
  const [type, ...rest] = path.split('/');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Uint8Array[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (size < 8) throw new Error(`box ${name} of ${size} bytes`);
    if (name === type) found.push(bytes.subarray(at + 8, at + size));
    at += size;
  }
  return rest.length === 0 ? found : found.flatMap((body) => boxBodies(body, rest.join('/')));
}

/** The 32-bit numbers of a body, signed, from a byte on. */
export function words(body: Uint8Array, from = 0): number[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return Array.from({ length: (body.length - from) >> 2 }, (_, i) => view.getInt32(from + 4 * i));
}

export interface Trun {
  readonly track: number;
  /** Ticks. */
  readonly decodeTime: number;
  readonly samples: readonly TrunSample[];
}

export interface TrunSample {
  readonly duration: number;
  readonly size: number;
  readonly isSync: boolean;
  readonly composition: number;
}

/** The runs of all fragments, in their order, which say everything of each sample. */
export function truns(bytes: Uint8Array): Trun[] {
  return boxBodies(bytes, 'moof/traf').map((traf) => {
    const [tfhd, tfdt, trun] = ['tfhd', 'tfdt', 'trun'].map((type) => words(boxBodies(traf, type)[0]!));
    const fields = trun!.slice(3);
    const samples = Array.from({ length: trun![1]! }, (_, i): TrunSample => {
      const [duration, size, flags, composition] = fields.slice(4 * i) as [number, number, number, number];
      return { duration, size, isSync: (flags & 0x10000) === 0, composition };
    });
    return { track: tfhd![1]!, decodeTime: tfdt![1]! * 2 ** 32 + (tfdt![2]! >>> 0), samples };
  });
}

/** The samples of a track of all fragments, which must lie without a gap or an overlap. */
export function samplesOf(bytes: Uint8Array, track: number): TrunSample[] {
  const runs = truns(bytes).filter((run) => run.track === track);
  let expected = runs[0]?.decodeTime ?? 0;
  for (const { decodeTime, samples } of runs) {
    if (decodeTime !== expected) throw new Error(`a fragment at ${decodeTime}, not at ${expected}`);
    expected += samples.reduce((sum, { duration }) => sum + duration, 0);
  }
  return runs.flatMap(({ samples }) => samples);
}
