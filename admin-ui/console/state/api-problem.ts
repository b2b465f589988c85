import type { ApiErrorCode, ConfigurationProblem } from '../../../src/admin/api/schema/index.js';

/** Why the server did not do what the console asked for, in words for whoever sits before it. */
export class ApiProblem extends Error {
  /** @param status of HTTP; 0 if there was no answer */
  constructor(
    readonly status: number,
    message: string,
    readonly code?: ApiErrorCode,
    /** Mistakes in the configuration that was sent. */
    readonly problems: readonly ConfigurationProblem[] = [],
  ) {
    super(message);
    this.name = 'ApiProblem';
  }

  /** What was thrown, as a problem: whatever is none means that there was no answer. */
  static of(error: unknown): ApiProblem {
    if (error instanceof ApiProblem) return error;
    return new ApiProblem(
      0,
      'The server does not answer. See whether it runs and whether this browser reaches it; the console keeps trying.',
    );
  }
}
