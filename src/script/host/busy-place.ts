import { Session } from 'node:inspector';

export interface BusyPlace {
  /** As the script was named when it was parsed. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

interface Paused {
  readonly callFrames: readonly { readonly location: { readonly scriptId: string; readonly lineNumber: number } }[];
}

/** Milliseconds after which a thread is left alone that did not stop for a moment. */
const PATIENCE = 2000;

/**
 * Where a busy thread of this process is now: it is stopped for a moment, as a debugger does, and goes on. The files of
 * the server and of Node are passed over.
 *
 * @param threadId as its Worker has it
 * @param isScript whether a file is the script's
 */
export function busyPlace(threadId: number, isScript: (file: string) => boolean): Promise<BusyPlace | undefined> {
  return new Promise((resolve) => {
    const look = new Look(threadId, isScript, resolve);
    look.start();
  });
}

class Look {
  readonly #session = new Session();
  readonly #files = new Map<string, string>();
  #lastId = 0;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly threadId: number,
    private readonly isScript: (file: string) => boolean,
    private readonly found: (place: BusyPlace | undefined) => void,
  ) {}

  start(): void {
    this.#session.connect();
    this.#session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (!workerInfo.title.startsWith(`[worker ${this.threadId}]`)) return;
      this.#send(sessionId, 'Debugger.enable');
      this.#send(sessionId, 'Debugger.pause');
    });
    this.#session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
      this.#receive(sessionId, JSON.parse(message) as { method?: string; params?: unknown });
    });
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    this.#timer = setTimeout(() => this.#end(undefined), PATIENCE).unref();
  }

  #receive(session: string, { method, params }: { method?: string; params?: unknown }): void {
    if (method === 'Debugger.scriptParsed') {
      const { scriptId, url } = params as { scriptId: string; url: string };
      this.#files.set(scriptId, url);
    } else if (method === 'Debugger.paused') {
      const place = this.#placeOf(params as Paused);
      this.#send(session, 'Debugger.disable');
      this.#end(place);
    }
  }

  #placeOf({ callFrames }: Paused): BusyPlace | undefined {
    for (const { location } of callFrames) {
      const file = this.#files.get(location.scriptId) ?? '';
      if (this.isScript(file)) return { file, line: location.lineNumber + 1 };
    }
    return undefined;
  }

  #send(sessionId: string, method: string): void {
    const message = JSON.stringify({ id: ++this.#lastId, method });
    this.#session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
  }

  #end(place: BusyPlace | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#session.post('NodeWorker.disable', () => this.#session.disconnect());
    this.found(place);
  }
}
