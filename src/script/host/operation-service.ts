import type { Logger } from '../../log/logger.js';
import { TokenBucket } from '../../time/token-bucket.js';
import type { Plain } from '../protocol/bytes.js';
import type { OperationHandlers } from './operation-handlers.js';

/** Questions of one instance that may be open at a time. */
const MAX_OPEN = 10_000;
/** Failures of one instance that are logged in a second: a script may ask a hundred thousand times for what is gone. */
const LINES_PER_SECOND = 10;

type Handler = (...args: readonly Plain[]) => unknown;
type Settled = (error: string | undefined, answer: Plain) => void;

/** Serves what an instance of a script asks for. */
export class OperationService {
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #lines = new TokenBucket(LINES_PER_SECOND, performance.now());
  #open = 0;
  #leftOut = 0;

  constructor(
    private readonly instance: string,
    handlers: OperationHandlers,
    private readonly logger: Logger,
  ) {
    this.#handlers = new Map(Object.entries(handlers as Record<string, Handler>));
  }

  /** Nobody waits: what fails is logged. */
  tell(operation: string, args: readonly Plain[]): void {
    this.ask(operation, args, () => undefined);
  }

  /** @param settled called once, at once if the answer is there */
  ask(operation: string, args: readonly Plain[], settled: Settled): void {
    const handler = this.#handlers.get(operation);
    if (handler === undefined) {
      settled(`this server has no operation ${operation}`, undefined);
      return;
    }
    if (this.#open >= MAX_OPEN) {
      settled(`${MAX_OPEN} questions of this instance have no answer yet; it may ask no more until then`, undefined);
      return;
    }
    try {
      const answer = handler(...args);
      if (answer instanceof Promise) this.#wait(operation, answer, settled);
      else settled(undefined, answer as Plain);
    } catch (error) {
      this.#fail(operation, error, settled);
    }
  }

  #wait(operation: string, answer: Promise<unknown>, settled: Settled): void {
    this.#open++;
    answer
      .finally(() => this.#open--)
      .then(
        (value) => settled(undefined, value as Plain),
        (error: unknown) => this.#fail(operation, error, settled),
      );
  }

  #fail(operation: string, error: unknown, settled: Settled): void {
    if (this.#lines.tryTake(1, performance.now())) {
      const leftOut = this.#leftOut > 0 && { leftOut: this.#leftOut };
      this.#leftOut = 0;
      this.logger.warn(`what a script asked for failed: ${operation}`, { instance: this.instance, error, ...leftOut });
    } else this.#leftOut++;
    settled(error instanceof Error ? error.message : String(error), undefined);
  }
}
