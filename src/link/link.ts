import { ByteQueue } from '../bytes/byte-queue.js';
import { ByteReader, EndOfBytesError } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import type { Frame } from './link-frame.js';
import { frameHeader, FrameType, takeFrame } from './link-frame.js';
import type { Hello } from './link-greeting.js';
import { LINK_MAGIC, LinkGreeting } from './link-greeting.js';
import { LinkError } from './link-error.js';
import type { LinkCrypto, LinkOptions, LinkRole } from './link-options.js';
import type { StreamOwner } from './link-stream.js';
import { LinkStream } from './link-stream.js';

/** What a link is told by, and what it needs. */
export interface LinkEnvironment {
  readonly role: LinkRole;
  /** What both sides must know; undefined where the way itself is trusted: a Unix socket, TLS with certificates of both. */
  readonly secret: string | undefined;
  /** The id of this server. */
  readonly name: string;
  readonly crypto: LinkCrypto;
  readonly options: LinkOptions;
  /** Both sides have shown who they are. */
  opened?(): void;
  /** The other side has opened a stream; who does not want it closes it. */
  stream(stream: LinkStream): void;
  /** There is something to send, where there was nothing. */
  output(): void;
  /** A handler of a stream threw; the stream is closed. */
  failed(stream: LinkStream, error: unknown): void;
}

const NOTHING = new Uint8Array(0);
const MAX_HEADER = 16 * 1024;
const text = new TextEncoder();

/** The bytes of a link in, its bytes out: many streams over one. Knows no socket and no clock. */
export class Link implements StreamOwner {
  readonly #input = new ByteQueue();
  readonly #streams = new Map<number, LinkStream>();
  /** Streams with something to send, each in its turn. */
  readonly #ready = new Set<LinkStream>();
  #control: Uint8Array[] = [];
  readonly #greeting: LinkGreeting;
  #peer: Hello | undefined;
  #isOpen = false;
  #magicSeen = false;
  #nextId: number;
  #lastTheirs: number;
  #theirs = 0;
  #wantsOutput = false;
  #pong: ((token: number) => void) | undefined;
  streamsOpened = 0;

  constructor(private readonly environment: LinkEnvironment) {
    const { role, secret, crypto, options, name } = environment;
    this.#greeting = new LinkGreeting(role, secret, crypto, options.window, name);
    this.#nextId = role === 'initiator' ? 1 : 2;
    this.#lastTheirs = role === 'initiator' ? 0 : -1;
    if (role === 'initiator') this.#greet();
  }

  get maxMessageSize(): number {
    return this.environment.options.maxMessageSize;
  }

  get maxQueued(): number {
    return this.environment.options.maxQueued;
  }

  get window(): number {
    return this.environment.options.window;
  }

  /** Whether both sides have shown who they are. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The id of the other server; undefined before its hello. */
  get peerName(): string | undefined {
    return this.#peer?.name;
  }

  get streamCount(): number {
    return this.#streams.size;
  }

  /** Opens a stream; what is written is sent when the link is open. `header` is 16 KiB at most. */
  open(kind: string, header: Uint8Array = NOTHING): LinkStream {
    if (header.length > MAX_HEADER) throw new RangeError(`the header of a stream has ${header.length} bytes`);
    const id = this.#nextId;
    this.#nextId += 2;
    const stream = new LinkStream(id, kind, header, this, this.#peer?.window ?? 0);
    this.#streams.set(id, stream);
    this.streamsOpened++;
    const name = text.encode(kind);
    this.control(FrameType.open, id, new ByteWriter().u8(name.length).bytes(name).bytes(header).finish());
    return stream;
  }

  /** Takes bytes of the other side. @throws LinkError if they end the link */
  receive(bytes: Uint8Array): void {
    this.#input.push(bytes);
    try {
      if (!this.#sawMagic()) return;
      for (let frame = takeFrame(this.#input); frame !== undefined; frame = takeFrame(this.#input)) this.#take(frame);
    } catch (error) {
      if (error instanceof EndOfBytesError) throw new LinkError('invalid-frame', 'a frame is cut short', error);
      throw error;
    } finally {
      this.#input.detach();
    }
  }

  /** What is to be sent, about `most` bytes of it. Empty if there is nothing. */
  takeOutput(most: number): Uint8Array[] {
    this.#wantsOutput = false;
    const output = this.#control;
    this.#control = [];
    if (!this.#isOpen) return output;
    let size = output.reduce((sum, { length }) => sum + length, 0);
    for (const stream of this.#ready) {
      if (size >= most) {
        this.#wantsOutput = true;
        break;
      }
      this.#ready.delete(stream);
      for (const part of stream.isReady ? stream.takeFrame() : []) {
        output.push(part);
        size += part.length;
      }
      if (stream.isReady) this.#ready.add(stream);
    }
    if (this.#control.length > 0) this.#want();
    return output;
  }

  /** Asks for a sign of life; `answered` hears the token again. */
  ping(token: number, answered: (token: number) => void): void {
    this.#pong = answered;
    this.control(FrameType.ping, 0, new ByteWriter().f64(token).finish());
  }

  /** Tells the other side that it is over; to be sent with what {@link takeOutput} answers next. */
  goodbye(reason: string): void {
    this.control(FrameType.goodbye, 0, text.encode(reason).subarray(0, 1024));
  }

  /** It is over: no stream has a future. */
  lost(reason: string): void {
    this.#isOpen = false;
    this.#ready.clear();
    for (const stream of [...this.#streams.values()]) stream.lost(reason);
  }

  ready(stream: LinkStream): void {
    if (!stream.isReady) return;
    this.#ready.add(stream);
    if (this.#isOpen) this.#want();
  }

  control(type: FrameType, stream: number, payload: Uint8Array): void {
    const frame = [frameHeader(type, stream, payload.length), payload];
    const isGreeting = type === FrameType.hello || type === FrameType.proof || type === FrameType.goodbye;
    if (this.#isOpen || isGreeting) this.#control.push(...frame);
    else this.#early.push(...frame);
    this.#want();
  }

  forget(stream: LinkStream): void {
    if (!this.#streams.delete(stream.id)) return;
    this.#ready.delete(stream);
    if (this.#isTheirs(stream.id)) this.#theirs--;
  }

  failed(stream: LinkStream, error: unknown): void {
    this.environment.failed(stream, error);
  }

  /** Frames that wait until the link is open. */
  #early: Uint8Array[] = [];

  #greet(): void {
    this.#control.push(LINK_MAGIC);
    this.control(FrameType.hello, 0, this.#greeting.hello);
  }

  #want(): void {
    if (this.#wantsOutput) return;
    this.#wantsOutput = true;
    this.environment.output();
  }

  #sawMagic(): boolean {
    if (this.#magicSeen) return true;
    const there = this.#input.gather(LINK_MAGIC.length);
    for (let i = 0; i < Math.min(there, LINK_MAGIC.length); i++) {
      if (this.#input.bytes[this.#input.offset + i] !== LINK_MAGIC[i]) {
        throw new LinkError('not-a-link', 'the other side does not speak this version of the link');
      }
    }
    if (there < LINK_MAGIC.length) return false;
    this.#input.skip(LINK_MAGIC.length);
    this.#magicSeen = true;
    return true;
  }

  #take({ type, stream, payload }: Frame): void {
    if (type === FrameType.goodbye) throw this.#goodbye(new TextDecoder().decode(payload));
    if (!this.#isOpen) return this.#takeGreeting(type, payload);
    switch (type) {
      case FrameType.open:
        return this.#opened(stream, payload);
      case FrameType.part:
      case FrameType.message:
        return this.#find(stream)?.received(payload, type === FrameType.message);
      case FrameType.credit:
        return this.#find(stream)?.credited(new ByteReader(payload).u32());
      case FrameType.end:
        return this.#find(stream)?.receivedEnd();
      case FrameType.close:
        return this.#find(stream)?.lost(new TextDecoder().decode(payload) || 'closed');
      case FrameType.ping:
        return this.control(FrameType.pong, 0, payload);
      case FrameType.pong:
        return this.#pong?.(new ByteReader(payload).f64());
      case FrameType.hello:
      case FrameType.proof:
        throw new LinkError('invalid-frame', 'a greeting after the greeting');
    }
  }

  /** The first words of an acceptor that refuses are its reason: `unauthorised`. */
  #goodbye(reason: string): LinkError {
    const refused = reason === 'unauthorised';
    return new LinkError(refused ? reason : 'ended-by-peer', refused ? 'the other side has another secret' : reason);
  }

  #takeGreeting(type: FrameType, payload: Uint8Array): void {
    const { role } = this.environment;
    if (type === FrameType.hello) {
      this.#peer = this.#greeting.heard(payload);
      if (role === 'acceptor') return this.#greet();
      return this.control(FrameType.proof, 0, this.#greeting.proof());
    }
    if (type !== FrameType.proof) throw new LinkError('invalid-frame', 'a frame before the greeting is done');
    this.#greeting.check(payload);
    if (role === 'acceptor') this.control(FrameType.proof, 0, this.#greeting.proof());
    this.#isOpen = true;
    this.#control.push(...this.#early);
    this.#early = [];
    for (const stream of this.#streams.values()) stream.credited(this.#peer!.window);
    this.#want();
    this.environment.opened?.();
  }

  #opened(id: number, payload: Uint8Array): void {
    if (!this.#isTheirs(id) || id <= this.#lastTheirs)
      throw new LinkError('invalid-frame', `stream ${id} cannot be opened`);
    const reader = new ByteReader(payload);
    const kind = reader.utf8(reader.u8());
    const stream = new LinkStream(id, kind, reader.rest(), this, this.#peer!.window);
    this.#lastTheirs = id;
    this.#theirs++;
    this.streamsOpened++;
    this.#streams.set(id, stream);
    if (this.#theirs > this.environment.options.maxStreams) return stream.close('too-many-streams');
    try {
      this.environment.stream(stream);
    } catch (error) {
      this.environment.failed(stream, error);
      stream.close('internal-error');
    }
  }

  /** Undefined for a stream that is over: what was under way then does not matter. */
  #find(id: number): LinkStream | undefined {
    const stream = this.#streams.get(id);
    const wasOpened = this.#isTheirs(id) ? id <= this.#lastTheirs : id > 0 && id < this.#nextId;
    if (stream === undefined && !wasOpened) throw new LinkError('invalid-frame', `stream ${id} was never opened`);
    return stream;
  }

  #isTheirs(id: number): boolean {
    return id > 0 && id % 2 === (this.environment.role === 'initiator' ? 0 : 1);
  }
}
