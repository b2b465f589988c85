/** No buffer for an unfinished message begins smaller. */
const MIN_BUFFER_SIZE = 1024;

const NOTHING = new Uint8Array(0);

/**
 * One chunk stream as its receiver sees it: the header fields that later chunks leave out, and the message
 * that is being put together.
 */
export class ChunkStream {
  /** Of the message being received, or of the last one. Unsigned 32-bit milliseconds. */
  timestamp = 0;
  /** The timestamp field of the last header that had one, extended or not: what a type 3 chunk repeats. */
  timestampField = 0;
  hasExtendedTimestamp = false;
  messageLength = 0;
  messageType = 0;
  messageStreamId = 0;

  /** A message has begun and is not yet complete. */
  inMessage = false;
  /** When that message began. */
  since = 0;
  received = 0;
  buffer: Uint8Array = NOTHING;

  constructor(readonly id: number) {}

  /**
   * Makes room for `size` more bytes. The buffer grows with what has arrived (`waiting` bytes are at hand),
   * not with what was announced, and its last size is that of the message. Answers by how much it grew.
   */
  makeRoom(size: number, waiting: number): number {
    const needed = this.received + size;
    const before = this.buffer.length;
    if (needed <= before) return 0;
    const wanted = Math.max(MIN_BUFFER_SIZE, needed, 2 * before, this.received + 2 * waiting);
    const larger = new Uint8Array(Math.min(this.messageLength, wanted));
    larger.set(this.buffer.subarray(0, this.received));
    this.buffer = larger;
    return larger.length - before;
  }

  /** Forgets the message in progress, if there is one; the header fields stay. Answers the size of its buffer. */
  drop(): number {
    const size = this.buffer.length;
    this.inMessage = false;
    this.received = 0;
    this.buffer = NOTHING;
    return size;
  }
}
