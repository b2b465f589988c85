import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { UserAccess } from '../users/user-access.js';
import { isLoginFailure } from '../users/user-access.js';
import type { FmsAnswer } from './fms-answer.js';
import { FmsApi } from './fms-api.js';
import type { FmsArgument, FmsArguments, HostPlace } from './fms-context.js';
import { fmsXml } from './fms-xml.js';

/** Parameters that a call may have; nobody needs more. */
const MAX_PARAMETERS = 100;

export interface FmsRoutesOptions {
  readonly enable: boolean;
  readonly adminElem: boolean;
}

/** `/admin/<method>?auser=…&apswd=…`: the administration API of FMS over HTTP, by GET or as a form by POST. */
export function fmsRoutes(
  http: FastifyInstance,
  api: FmsApi,
  users: UserAccess,
  options: () => FmsRoutesOptions,
  now: () => Date,
): void {
  http.register((scope, _options, done) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, String(body));
    });
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { enable, adminElem } = options();
      if (!enable) {
        const error = 'The administration API of FMS is switched off (adminServer.fms.enable).';
        return reply.code(404).send({ error, code: 'not-found' });
      }
      const { method } = request.params as { method: string };
      const query = new URLSearchParams(request.raw.url?.split('?').slice(1).join('?') ?? '');
      const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
      const answered = await called(api, users, request.ip, method, [...query, ...form].slice(0, MAX_PARAMETERS));
      return reply.type('text/xml; charset=utf-8').send(fmsXml(answered, now(), { adminElem }));
    };
    scope.get('/admin/:method', answer);
    scope.post('/admin/:method', answer);
    done();
  });
}

async function called(
  api: FmsApi,
  users: UserAccess,
  address: string,
  name: string,
  parameters: readonly (readonly [string, string])[],
): Promise<FmsAnswer> {
  const given = new Map(parameters.map(([parameter, value]) => [parameter.toLowerCase(), value]));
  const [user, password] = [given.get('auser') ?? '', given.get('apswd') ?? ''];
  if (user === '' || password === '') return rejected('Admin user requires valid username and password.');
  const principal = await users.authenticate(user, password, address);
  if (isLoginFailure(principal)) {
    const { retryAfter } = principal;
    const failed = `Administrator login failed for user ${user}.`;
    const tooMany = `Too many logins have failed; try again in ${Math.ceil((retryAfter ?? 0) / 1000)} s.`;
    return api.loginFailed(user, address, retryAfter === undefined ? failed : tooMany);
  }
  return api.call(principal, address, name, fromHttp(name, given), hostOf(given.get('avhost')));
}

/** The parameters of a method by their first names, as FMS takes them: by any of their names, in any case. */
function fromHttp(name: string, given: ReadonlyMap<string, string>): FmsArguments {
  const [, method] = FmsApi.method(name) ?? [];
  if (method === undefined) return {};
  const args: Record<string, FmsArgument> = {};
  for (const names of method.parameters) {
    const known = names.map((alias) => given.get(alias.toLowerCase())).find((value) => value !== undefined);
    if (known !== undefined) args[names[0]] = known;
  }
  if (method.takesMore === true) {
    const rest: string[] = [];
    for (let at = 0; given.has(`arg${at}`); at++) rest.push(given.get(`arg${at}`)!);
    args.rest = rest;
  }
  return args;
}

/** `adaptor/vhost`; undefined if it is not said. */
function hostOf(text: string | undefined): HostPlace | undefined {
  const [adaptor = '', virtualHost = ''] = text?.split('/') ?? [];
  return adaptor === '' || virtualHost === '' ? undefined : { adaptor, virtualHost };
}

function rejected(description: string): FmsAnswer {
  return { level: 'error', code: 'NetConnection.Connect.Rejected', description };
}
