import type { LinkStream } from '../link/link-stream.js';
import type { RemoteFileFacts } from '../storage/remote-file.js';
import type { Clock, Timer } from '../time/clock.js';
import type { FileAnswer, FileRequest } from './file-wire.js';
import { decodeFileAnswer, encodeFileRequest, MAX_READ } from './file-wire.js';
import { OriginError } from './origin-error.js';

interface Waiting {
  readonly settle: (answer: FileAnswer) => void;
  readonly fail: (error: OriginError) => void;
  readonly timer: Timer;
}

/** The edge's side of one `file` stream of a link. Everything that takes time rejects with OriginError. */
export class FileAsker {
  /** What the origin says of the file first. */
  readonly facts: Promise<RemoteFileFacts>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(
    private readonly stream: LinkStream,
    private readonly clock: Clock,
    private readonly timeout: number,
  ) {
    this.facts = this.#wait(0).then(factsIn);
    // Who asks for it is told.
    this.facts.catch(() => undefined);
    stream.start({
      message: (message) => this.#hear(message),
      closed: (reason) => this.#failAll(whyClosed(reason)),
    });
  }

  get isClosed(): boolean {
    return this.stream.isClosed;
  }

  /** Bytes that lie in the file. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    if (length > MAX_READ) throw new RangeError(`read of ${length} bytes`);
    const answer = await this.#ask((id) => ({ ask: 'read', id, offset, length }));
    if (answer.tell !== 'bytes' || answer.bytes.length !== length)
      throw new OriginError('changed', 'the file is shorter');
    return answer.bytes;
  }

  async refresh(): Promise<RemoteFileFacts> {
    return factsIn(await this.#ask((id) => ({ ask: 'refresh', id })));
  }

  close(): void {
    this.stream.close('done');
    this.#failAll(whyClosed('done'));
  }

  #ask(request: (id: number) => FileRequest): Promise<FileAnswer> {
    if (this.stream.isClosed) return Promise.reject(whyClosed('connection-lost'));
    const id = ++this.#lastId;
    const answer = this.#wait(id);
    this.stream.write(encodeFileRequest(request(id)));
    return answer;
  }

  #wait(id: number): Promise<FileAnswer> {
    return new Promise((settle, fail) => {
      const timer = this.clock.after(this.timeout, () => {
        this.#waiting.delete(id);
        fail(new OriginError('lost', 'the origin did not answer in time'));
      });
      this.#waiting.set(id, { settle, fail, timer });
    });
  }

  #hear(message: Uint8Array): void {
    const answer = decodeFileAnswer(message);
    const waiting = answer && this.#waiting.get(answer.id);
    if (answer === undefined || waiting === undefined) return;
    this.#waiting.delete(answer.id);
    waiting.timer.cancel();
    if (answer.tell === 'failure') waiting.fail(new OriginError('changed', answer.why));
    else waiting.settle(answer);
  }

  #failAll(error: OriginError): void {
    for (const { fail, timer } of this.#waiting.values()) {
      timer.cancel();
      fail(error);
    }
    this.#waiting.clear();
  }
}

function factsIn(answer: FileAnswer): RemoteFileFacts {
  if (answer.tell !== 'facts') throw new OriginError('refused', 'the origin says something else');
  return answer.facts;
}

/** What the origin says by closing the stream. */
function whyClosed(reason: string): OriginError {
  switch (reason) {
    case 'not-found':
      return new OriginError('not-found', 'the origin has no such file');
    case 'unplayable':
      return new OriginError('refused', 'the origin cannot read the file');
    default:
      return new OriginError('lost', `the way to the origin ended: ${reason}`);
  }
}
