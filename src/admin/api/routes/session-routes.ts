import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isLoginFailure } from '../../users/user-access.js';
import type { Principal } from '../../users/principal.js';
import { loginError } from '../accounts.js';
import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { principalOf, SESSION_COOKIE, sessionOf } from '../guard.js';
import { done } from '../schema/values.js';
import {
  login,
  madeToken,
  madeUser,
  newToken,
  newUser,
  passwordChange,
  session,
  token,
  tokenParams,
  user,
  userChange,
  userParams,
} from '../schema/users.js';
import type { Session } from '../schema/users.js';

/** Nobody but our own pages sends it, no script reads it, and what came by TLS goes by TLS only. */
function cookieOptions({ protocol, headers }: FastifyRequest) {
  const secure = protocol === 'https' || headers['x-forwarded-proto'] === 'https';
  return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
}

/** Logging in and out, users, tokens. */
export function sessionRoutes(api: Api, { users, accounts, clock, sessionTimeout }: ApiContext): void {
  const shown = ({ user: name, role, virtualHost }: Principal, csrf?: string): Session => ({
    ...{ user: name, role, virtualHost },
    ...(csrf === undefined ? {} : { csrf, expires: clock.date() + sessionTimeout() }),
  });

  api.post(
    '/session',
    {
      schema: {
        operationId: 'login',
        summary: 'Log in; sets a cookie.',
        tags: ['users'],
        body: login,
        response: { 200: session },
      },
      config: { needs: 'nobody' },
    },
    async (request, reply) => {
      const { body, ip } = request;
      const answer = await users.login(body.user, body.password, ip);
      if (isLoginFailure(answer)) throw loginError(answer.retryAfter);
      void reply.setCookie(SESSION_COOKIE, answer.cookie, cookieOptions(request));
      return shown(answer.principal, answer.session.csrf);
    },
  );
  api.get(
    '/session',
    { schema: { summary: 'Who is logged in.', tags: ['users'], response: { 200: session } } },
    (request) => shown(principalOf(request), sessionOf(request, users)?.session.csrf),
  );
  api.delete(
    '/session',
    { schema: { operationId: 'logout', summary: 'Log out.', tags: ['users'], response: { 200: done } } },
    (request, reply) => {
      const cookie = request.cookies[SESSION_COOKIE];
      if (cookie !== undefined) users.sessions.end(cookie);
      void reply.clearCookie(SESSION_COOKIE, cookieOptions(request));
      return { done: true } as const;
    },
  );
  api.put(
    '/session/password',
    {
      schema: {
        operationId: 'changeOwnPassword',
        summary: 'Change the own password; all logins of the user end.',
        tags: ['users'],
        body: passwordChange,
        response: { 200: done },
      },
    },
    async (request) => {
      const { current, password } = request.body;
      await accounts.changePassword(principalOf(request).user, current, password, request.ip);
      return { done: true } as const;
    },
  );
  userRoutes(api, accounts);
  tokenRoutes(api, accounts);
}

function userRoutes(api: Api, accounts: ApiContext['accounts']): void {
  const config = { needs: 'administrator', serverWide: true } as const;
  api.get(
    '/users',
    {
      schema: { summary: 'All users.', tags: ['users'], response: { 200: z.object({ items: z.array(user) }) } },
      config,
    },
    () => ({ items: accounts.list() }),
  );
  api.post(
    '/users',
    {
      schema: {
        operationId: 'addUser',
        summary: 'Add a user.',
        tags: ['users'],
        body: newUser,
        response: { 200: madeUser },
      },
      config,
    },
    ({ body }) => accounts.add(body),
  );
  api.patch(
    '/users/:user',
    {
      schema: {
        operationId: 'changeUser',
        summary: 'Change the role, the virtual host or the password of a user.',
        tags: ['users'],
        params: userParams,
        body: userChange,
        response: { 200: user },
      },
      config,
    },
    ({ params, body }) => accounts.change(params.user, body),
  );
  api.delete(
    '/users/:user',
    {
      schema: {
        operationId: 'removeUser',
        summary: 'Remove a user.',
        tags: ['users'],
        params: userParams,
        response: { 200: done },
      },
      config,
    },
    async ({ params }) => {
      await accounts.remove(params.user);
      return { done: true } as const;
    },
  );
}

function tokenRoutes(api: Api, accounts: ApiContext['accounts']): void {
  api.get(
    '/tokens',
    { schema: { summary: 'The own tokens.', tags: ['users'], response: { 200: z.object({ items: z.array(token) }) } } },
    (request) => ({ items: accounts.tokens(principalOf(request).user) }),
  );
  api.post(
    '/tokens',
    {
      schema: {
        operationId: 'addToken',
        summary: 'Make a token for a program.',
        tags: ['users'],
        body: newToken,
        response: { 200: madeToken },
      },
    },
    (request) => accounts.addToken(principalOf(request), request.body),
  );
  api.delete(
    '/tokens/:name',
    {
      schema: {
        operationId: 'removeToken',
        summary: 'Delete a token of the own ones.',
        tags: ['users'],
        params: tokenParams,
        response: { 200: done },
      },
    },
    async (request) => {
      await accounts.removeToken(principalOf(request).user, request.params.name);
      return { done: true } as const;
    },
  );
}
