import type { Application } from './application.js';
import type { ApplicationTypes } from './application-types.js';
import type { Handlers, Methods } from './handlers.js';

/** By which an application is known, whichever copy of this module made it. */
const MARK = Symbol.for('afterglow.application');

/** An application: what the default export of its main.ts is. */
export interface ApplicationDefinition<
  Types extends ApplicationTypes = ApplicationTypes,
  Table extends Methods<Types> = Methods<Types>,
> {
  /** Begins an instance. */
  readonly setup: (app: Application<Types>) => Handlers<Types, Table> | Promise<Handlers<Types, Table>>;
}

/**
 * Defines an application. `setup` is called once for each instance that starts, with the instance; it answers, or resolves
 * to, what that does. What it keeps in variables belongs to the instance; what stands outside of it, to all instances.
 *
 * ```ts
 * export default defineApplication((app) => ({
 *   methods: {
 *     say(client, text: string) {
 *       app.broadcast('said', client.id, text);
 *     },
 *   },
 * }));
 * ```
 */
export function defineApplication<
  Types extends ApplicationTypes = ApplicationTypes,
  Table extends Methods<Types> = Methods<Types>,
>(
  setup: (app: Application<Types>) => Handlers<Types, Table> | Promise<Handlers<Types, Table>>,
): ApplicationDefinition<Types, Table> {
  return Object.freeze({ setup, [MARK]: true });
}

/** Whether `value` was made by {@link defineApplication}. */
export function isApplication(value: unknown): value is ApplicationDefinition {
  return typeof value === 'object' && value !== null && MARK in value;
}
