import type { Logger } from '../log/logger.js';
import type { Client } from './client.js';
import type { Awaitable, Hook } from './hook.js';
import type { Refusal } from './refusal.js';
import type { StreamName } from './stream-name.js';

/** The hooks of an application instance, in the order in which they are asked. */
export class HookChain {
  constructor(
    private readonly hooks: readonly Hook[],
    private readonly logger: Logger,
  ) {}

  /** The first refusal; a hook that fails refuses. */
  async ask(question: (hook: Hook) => Awaitable<Refusal | undefined>): Promise<Refusal | undefined> {
    for (const hook of this.hooks) {
      try {
        // Most hooks answer at once; a turn of the microtask queue for each would be felt.
        const answer = question(hook);
        const refusal = answer instanceof Promise ? await answer : answer;
        if (refusal !== undefined) return refusal;
      } catch (error) {
        this.logger.error('a hook failed, so what it was asked is refused', { hook: hook.name, error });
        return { rule: `hook ${hook.name} failed`, reason: 'failed', description: 'The application failed to answer.' };
      }
    }
    return undefined;
  }

  /** Whether nobody has anything against it, as far as that can be said without asking in earnest. */
  mayPlay(client: Client, stream: StreamName): boolean {
    try {
      return this.hooks.every(
        (hook) =>
          hook.onPlay === undefined || (hook.mayPlay !== undefined && hook.mayPlay(client, stream) === undefined),
      );
    } catch (error) {
      this.logger.error('a hook failed, so what it was asked is refused', { error });
      return false;
    }
  }

  /** Tells all of them, or those of them that are given. */
  tell(news: (hook: Hook) => void, hooks: readonly Hook[] = this.hooks): void {
    for (const hook of hooks) {
      try {
        news(hook);
      } catch (error) {
        this.logger.error('a hook failed', { hook: hook.name, error });
      }
    }
  }
}
