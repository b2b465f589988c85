import type { Role } from '../api/schema/users.js';
import type { FmsArguments, FmsCall } from './fms-context.js';
import type { FmsValue } from './fms-value.js';

/** A method of the administration API of FMS. */
export interface FmsMethod {
  /** Its parameters in the order in which RTMP has them; behind the first name those that HTTP knows too. */
  readonly parameters: readonly (readonly [name: string, ...aliases: string[]])[];
  /** More parameters may follow; over HTTP `arg0`, `arg1`, … They are a list by the name `rest`. */
  readonly takesMore?: boolean;
  /** What one must be to call it. */
  readonly needs: Role;
  /** It is about more than a virtual host: who is limited to one may not call it. */
  readonly serverWide?: boolean;
  /** It changes something, which is written down. */
  readonly changes?: boolean;
  /** @returns `data` of the answer; undefined for none */
  run(args: FmsArguments, call: FmsCall): FmsValue | undefined | Promise<FmsValue | undefined>;
}

/** A group of methods by name. */
export type FmsMethods = Readonly<Record<string, FmsMethod>>;
