import { ApiError } from '../api/api-error.js';
import { ControlError } from '../server-control.js';
import type { Principal } from '../users/principal.js';
import { mayActAs } from '../users/principal.js';
import { UserChangeError } from '../users/user-change-error.js';
import type { FmsAnswer } from './fms-answer.js';
import { FmsFailure } from './fms-answer.js';
import type { FmsArguments, FmsMeans, HostPlace } from './fms-context.js';
import type { FmsMethod } from './fms-method.js';
import { applicationMethods } from './methods/application-methods.js';
import { clientMethods } from './methods/client-methods.js';
import { configurationMethods } from './methods/configuration-methods.js';
import { edgeMethods } from './methods/edge-methods.js';
import { serverMethods } from './methods/server-methods.js';
import { sharedObjectMethods } from './methods/shared-object-methods.js';
import { streamMethods } from './methods/stream-methods.js';
import { userMethods } from './methods/user-methods.js';

/** Every method by its name, and by its name in lower case. */
const methods = new Map<string, readonly [name: string, method: FmsMethod]>(
  [
    serverMethods,
    applicationMethods,
    clientMethods,
    edgeMethods,
    streamMethods,
    sharedObjectMethods,
    userMethods,
    configurationMethods,
  ].flatMap((group) => Object.entries(group).map((entry) => [entry[0].toLowerCase(), entry] as const)),
);

/** Somebody asked for something that changes the server. */
export interface FmsChange {
  readonly user: string;
  /** From where. */
  readonly address: string;
  readonly method: string;
  /** What it was about: its first parameter. */
  readonly target: string;
  readonly answer: FmsAnswer;
}

/** Characters that are told of a name that nobody has. */
const MAX_NAME = 200;

/** The methods of the administration API of FMS. */
export class FmsApi {
  constructor(
    private readonly means: FmsMeans,
    /** Hears of every call that was to change something. */
    private readonly changed: (change: FmsChange) => void,
    /** Hears of what is our own mistake. */
    private readonly failed: (method: string, error: unknown) => void,
  ) {}

  /** Of all methods that there are. */
  static get methodNames(): string[] {
    return [...methods.values()].map(([name]) => name);
  }

  /** The method of that name, however its letters are written; undefined if there is none. */
  static method(name: string): readonly [name: string, method: FmsMethod] | undefined {
    return methods.get(name.toLowerCase());
  }

  /**
   * Calls a method.
   *
   * @param address from which it is called
   * @param host undefined for that of who asks
   */
  async call(
    principal: Principal,
    address: string,
    name: string,
    args: FmsArguments,
    host?: HostPlace,
  ): Promise<FmsAnswer> {
    const found = FmsApi.method(name);
    if (found === undefined) return failure('NetConnection.Call.Failed', `There is no method ${name}.`);
    const [method, { needs, serverWide = false, changes = false, parameters }] = found;
    const forbidden = mayNot(principal, needs, serverWide);
    const answer = forbidden ?? (await this.#run(principal, found, args, host));
    const [first] = parameters[0] ?? [];
    const target = first === undefined ? '' : args[first];
    const { user } = principal;
    if (changes) this.changed({ user, address, method, answer, target: typeof target === 'string' ? target : '' });
    return answer;
  }

  /** Somebody wanted in by whichever way, and gave another password than the right one. */
  loginFailed(user: string, address: string, description: string): FmsAnswer {
    const answer = failure('NetConnection.Connect.Rejected', description);
    this.changed({ user: user.slice(0, MAX_NAME), address, method: 'login', target: '', answer });
    return answer;
  }

  async #run(
    principal: Principal,
    [name, method]: readonly [name: string, method: FmsMethod],
    args: FmsArguments,
    host: HostPlace | undefined,
  ): Promise<FmsAnswer> {
    try {
      const data = await method.run(args, { ...this.means, principal, host: hostFor(principal, host) });
      return { level: 'status', code: 'NetConnection.Call.Success', data };
    } catch (error) {
      if (error instanceof FmsFailure) return failure(error.code, error.message);
      const isTold = error instanceof ControlError || error instanceof ApiError || error instanceof UserChangeError;
      if (isTold) return failure('NetConnection.Admin.CommandFailed', toldOf(error));
      this.failed(name, error);
      return failure('NetConnection.Admin.CommandFailed', 'The server failed to do this; its log says why.');
    }
  }
}

const DEFAULT_HOST: HostPlace = { adaptor: '_defaultRoot_', virtualHost: '_defaultVHost_' };

function hostFor({ virtualHost: limit }: Principal, wanted: HostPlace = DEFAULT_HOST): HostPlace {
  if (limit === undefined) return wanted;
  const slash = limit.indexOf('/');
  return { adaptor: limit.slice(0, slash), virtualHost: limit.slice(slash + 1) };
}

function mayNot(principal: Principal, needs: FmsMethod['needs'], serverWide: boolean): FmsAnswer | undefined {
  const { user, role, virtualHost } = principal;
  if (!mayActAs(role, needs))
    return failure('NetConnection.Connect.Rejected', `Only an ${needs} may do this; ${user} is a ${role}.`);
  if (serverWide && virtualHost !== undefined)
    return failure(
      'NetConnection.Connect.Rejected',
      `This concerns the whole server; ${user} is limited to ${virtualHost}.`,
    );
  return undefined;
}

/** With the first mistake, where there are some. */
function toldOf(error: Error): string {
  const [problem] = error instanceof ApiError ? (error.more.problems ?? []) : [];
  return problem === undefined ? error.message : `${error.message} ${problem.key}: ${problem.message}`;
}

function failure(code: FmsAnswer['code'], description: string): FmsAnswer {
  return { level: 'error', code, description };
}
