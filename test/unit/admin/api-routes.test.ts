import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROLES } from '../../../src/admin/api/schema/users.js';
import { ApiRun, MARK, PLACE } from '../../support/api-run.js';
import type { ApiRoute } from '../../support/api-run.js';
import { openWire, requestOf } from '../../support/http-wire.js';

/** What is asked for of parameters; a new one is entered here. */
const PARAMETERS: Readonly<Record<string, string>> = {
  ...{ application: PLACE.application, instance: PLACE.instance, stream: 'a', object: 'o', client: 'c', id: 'i' },
  ...{ kind: 'targets', key: 'k', user: 'u', name: 'n', address: '192.0.2.1', revision: 'r', level: 'server' },
};
/** Queries without which a route answers nothing. */
const QUERIES: Readonly<Record<string, string>> = {
  '/api/v1/configuration/file': 'path=conf/server.yaml',
  '/api/v1/logs/search': 'log=access',
  '/api/v1/media': 'application=live',
  '/api/v1/media/file': 'application=live&place=media&path=a.flv',
  '/api/v1/media/file/content': 'application=live&place=media&path=a.flv',
  '/api/v1/media/file/repair': 'application=live&place=media&path=a.flv',
  '/api/v1/shared-objects/:application/:instance/:object/property': 'property=p',
};
/** Bodies, by the operation. */
const BODIES: Readonly<Record<string, object>> = {
  login: { user: 'nobody', password: 'wrong' },
  changeOwnPassword: { current: 'secret before', password: 'secret afterwards' },
  addUser: { name: 'new', role: 'viewer', password: 'secret afterwards' },
  changeUser: { role: 'viewer' },
  addToken: { name: 'program' },
  addKey: {},
  rotateKey: {},
  ban: { address: '192.0.2.1' },
  setBandwidth: { serverToClient: 1000, clientToServer: 1000 },
  startRecording: {},
  setProperty: { value: 'a secret of theirs' },
  sendToUsers: { handler: 'hear', args: ['a secret of theirs'] },
  addRestream: { place: { application: 'live' }, stream: 'a', url: 'rtmp://192.0.2.1/x?secret', name: 'secret' },
  changeRestream: { enabled: false },
  checkConfiguration: { path: 'conf/server.yaml', text: '' },
  saveConfiguration: { path: 'conf/server.yaml', text: 'a: secret', version: 'v' },
};
/** What does not end by itself. */
const ENDLESS: readonly string[] = ['/api/v1/events'];
/** Nothing of virtual hosts: what is one's own, numbers of the whole server, what its settings are called. */
const OF_NO_HOST: readonly string[] = [
  ...['/api/v1/session', '/api/v1/session/password', '/api/v1/tokens', '/api/v1/tokens/:name'],
  ...['/api/v1/server/history', '/api/v1/adaptors', '/api/v1/configuration/schema/:level'],
];

const run = await ApiRun.start();
const routes = run.routes.map((route) => ({ ...route, title: `${route.method} ${route.url}` }));
const changing = routes.filter(({ method, config }) => method !== 'GET' && config.isQuestion !== true);
const closed = routes.filter(({ config }) => config.needs !== 'nobody');

/** What {@link ask} was answered so far. */
const answered: { readonly route: ApiRoute; readonly statusCode: number }[] = [];

function takesHost({ schema: { querystring } }: ApiRoute): boolean {
  return querystring instanceof z.ZodObject && 'virtualHost' in querystring.shape;
}

function ask(route: ApiRoute, headers: Record<string, string>, query = ''): Promise<LightMyRequestResponse> {
  const { method, url, schema } = route;
  const path = url.replace(/:(\w+)/g, (_all, name: string) => {
    const value = PARAMETERS[name];
    if (value === undefined) throw new Error(`${url}: PARAMETERS has no ${name}`);
    return encodeURIComponent(value);
  });
  const { operationId = '' } = schema;
  const body = BODIES[operationId];
  if (schema.body !== undefined && body === undefined) throw new Error(`BODIES has no ${operationId}`);
  const answer = run.ask({
    method: method as 'GET',
    url: `${path}?${[QUERIES[url] ?? '', query].filter((part) => part !== '').join('&')}`,
    headers,
    ...(body === undefined ? {} : { payload: body }),
  });
  void answer.then(({ statusCode }) => answered.push({ route, statusCode }));
  return answer;
}

describe('every route of the API', () => {
  let boss: Record<string, string>;
  let limited: Record<string, string>;
  const byRole = new Map<string, Record<string, string>>();
  beforeAll(() => {
    boss = run.login('boss', 'administrator');
    limited = run.login('limited', 'administrator', `${PLACE.adaptor}/other.example`);
    for (const role of ROLES) byRole.set(role, run.login(role, role));
  });
  afterAll(() => run.http.close());

  it('is here: there are many', () => {
    expect(routes.length).toBeGreaterThan(60);
    expect(routes.map(({ url }) => url)).toEqual(expect.arrayContaining([...ENDLESS]));
  });

  it.each(closed)('$title is for who is logged in', async (route) => {
    const { statusCode, body } = await ask(route, {});
    expect([statusCode, JSON.parse(body)]).toEqual([401, expect.objectContaining({ code: 'not-logged-in' })]);
  });

  it.each(closed.filter(({ url }) => !ENDLESS.includes(url)))(
    '$title is for its role and those above',
    async (route) => {
      const { needs = 'viewer' } = route.config;
      for (const [place, role] of ROLES.entries()) {
        const { statusCode } = await ask(route, byRole.get(role)!);
        if (route.schema.operationId === 'logout') byRole.set(role, run.login(`${role} again`, role));
        const isEnough = place >= ROLES.indexOf(needs as (typeof ROLES)[number]);
        if (isEnough) expect(statusCode).toBeLessThan(300);
        else expect(statusCode).toBe(403);
      }
    },
  );

  it.each(closed.filter(({ url }) => !ENDLESS.includes(url) && !OF_NO_HOST.includes(url)))(
    '$title tells and does nothing of a virtual host for who is limited to another one',
    async (route) => {
      run.commands.length = 0;
      const { body: whole } = await ask(route, boss);
      expect(whole.includes(MARK) || run.commands.length > 0 || route.config.serverWide).toBe(true);
      for (const query of ['', `adaptor=${PLACE.adaptor}&virtualHost=${PLACE.virtualHost}`]) {
        if (query !== '' && !takesHost(route)) continue;
        run.commands.length = 0;
        const { statusCode, body } = await ask(route, limited, query);
        expect([200, 403, 404]).toContain(statusCode);
        expect(body).not.toContain(MARK);
        expect(run.commands).toEqual([]);
      }
    },
  );

  it.each(changing)('$title writes one line that says who did what, and no secret', async (route) => {
    run.audited.length = 0;
    const { operationId } = route.schema;
    expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
    const { statusCode } = await ask(route, boss);
    if (operationId === 'logout') boss = run.login('boss again', 'administrator');
    const isLogin = operationId === 'login';
    expect(run.audited).toMatchObject([
      {
        user: isLogin ? 'nobody' : (expect.stringMatching(/^boss/) as string),
        action: operationId,
        result: isLogin ? 'refused' : 'done',
      },
    ]);
    expect(statusCode).toBe(isLogin ? 401 : 200);
    expect(JSON.stringify(run.audited)).not.toMatch(/secret|wrong/);
  });

  it.each(changing.filter(({ config }) => config.needs !== 'nobody'))(
    '$title is not done for a page of others, which is written down',
    async (route) => {
      run.audited.length = 0;
      run.commands.length = 0;
      const { statusCode } = await ask(route, { cookie: boss.cookie!, 'x-csrf-token': 'guessed' });
      expect(statusCode).toBe(403);
      expect(run.audited).toMatchObject([{ action: route.schema.operationId, result: 'refused' }]);
      expect(run.commands).toEqual([]);
    },
  );

  it('answers nothing that its documentation does not tell of', async () => {
    const { paths, components } = (await run.ask({ method: 'GET', url: '/api/docs/json' })).json<{
      paths: Record<string, Record<string, { responses: Record<string, object> }>>;
      components: { schemas: { Error: { properties: object } } };
    }>();
    expect(Object.keys(components.schemas.Error.properties)).toEqual(['error', 'code', 'problems', 'retryAfter']);
    const told = ({ method, url }: ApiRoute) =>
      paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.responses ?? {};
    const untold = answered.filter(({ route, statusCode }) => !(String(statusCode) in told(route)));
    expect(untold.map(({ route, statusCode }) => `${route.method} ${route.url}: ${statusCode}`)).toEqual([]);
    for (const route of routes) {
      const errors = Object.entries(told(route)).filter(([status]) => Number(status) >= 400);
      expect(errors.length).toBeGreaterThanOrEqual(2);
      for (const [, error] of errors) expect(JSON.stringify(error)).toContain('"#/components/schemas/Error"');
    }
  });

  it.each([
    ['PUT', '{', 'application/json', 400, 'bad-request'],
    ['PUT', 'a=b', 'application/x-www-form-urlencoded', 415, 'wrong-type'],
    ['PUT', 'a', 'text/plain', 415, 'wrong-type'],
    ['PUT', JSON.stringify('x'.repeat(100_000)), 'application/json', 413, 'too-large'],
    ['PUT', '{"serverToClient": "fast"}', 'application/json', 400, 'bad-request'],
  ] as const)('%s with the body %.20s as %s is answered %i %s', async (method, payload, type, status, code) => {
    const headers = { ...boss, 'content-type': type };
    const { statusCode, body } = await run.ask({ method, url: '/api/v1/clients/c/bandwidth', headers, payload });
    expect([statusCode, JSON.parse(body)]).toEqual([status, { error: expect.any(String) as string, code }]);
  });

  it('writes down what was done for somebody who did not wait for the answer', async () => {
    const { socket, gone } = await openWire(run.http);
    let go = (): void => undefined;
    run.until = new Promise((resolve) => (go = resolve));
    run.audited.length = run.commands.length = 0;
    socket.write(requestOf('POST', '/api/v1/instances/live/room', boss));
    await expect.poll(() => run.commands).toEqual(['loadInstance']);
    socket.destroy();
    await gone();
    go();
    await expect.poll(() => run.audited).toMatchObject([{ action: 'loadInstance', result: 'done' }]);
    run.until = undefined;
  });

  it('lets nobody listen who would not be heard leaving', async () => {
    const { socket, gone } = await openWire(run.http);
    run.commands.length = 0;
    const events = requestOf('GET', '/api/v1/events', boss);
    socket.write(`${events}${events}${requestOf('POST', '/api/v1/instances/live/room', boss)}`);
    await expect.poll(() => run.commands).toEqual(['loadInstance']);
    expect(run.feed.listeners).toBe(1);
    socket.destroy();
    await gone();
    await expect.poll(() => run.feed.listeners).toBe(0);
  });

  it.each([
    ['GET', '/api/v1/nothing?secret', 404, 'not-found', undefined],
    ['POST', '/api/v1', 404, 'not-found', undefined],
    ['PATCH', '/api/v1/clients', 405, 'wrong-method', 'GET, HEAD'],
    ['GET', '/api/v1/users/u', 405, 'wrong-method', 'DELETE, PATCH'],
    ['GET', '/api/v1/%c0%80', 400, 'bad-request', undefined],
    ['GET', `/api/v1/clients/${'x'.repeat(1100)}`, 414, 'bad-request', undefined],
    ['PATCH', '/elsewhere', 404, 'not-found', undefined],
  ] as const)('%s %s, which there is not, is answered %i', async (method, url, status, code, allow) => {
    const { statusCode, body, headers } = await run.ask({ method, url });
    expect([statusCode, headers.allow, JSON.parse(body)]).toEqual([
      status,
      allow,
      { error: expect.any(String) as string, code },
    ]);
    expect(body).not.toContain('secret');
  });

  it('shows twenty previews at a time, and another one when one is closed', async () => {
    const preview = () =>
      run.ask({ method: 'GET', url: '/api/v1/streams/live/room/a/preview.flv', headers: byRole.get('viewer')! });
    run.previewsLast = true;
    const open = Array.from({ length: 20 }, preview);
    await expect.poll(() => run.previews.length).toBe(20);
    const { statusCode, body } = await preview();
    expect([statusCode, JSON.parse(body)]).toEqual([
      409,
      { error: '20 previews are open already; close another one.', code: 'not-possible' },
    ]);
    run.previews[0]!.end();
    expect((await open[0]!).headers['content-type']).toBe('video/x-flv');
    run.previewsLast = false;
    expect((await preview()).body).toBe(MARK);
    for (const window of run.previews.slice(1)) window.end();
    await Promise.all(open);
  });

  it.each([
    ['of another virtual host', PLACE, false],
    ['of their own', { ...PLACE, virtualHost: 'other.example' }, true],
  ] as const)('tells who is limited of events %s: %s', async (_of, place, isTold) => {
    const answer = run.ask({ method: 'GET', url: '/api/v1/events', headers: limited });
    await expect.poll(() => run.feed.isHeard).toBe(true);
    run.feed.tell('stream.published', () => ({ ...place, at: 0, name: MARK }) as never, place);
    run.change('limited', { role: 'viewer' });
    run.clock.advance(15_000);
    const { body } = await answer;
    expect(body.includes(MARK)).toBe(isTold);
    run.change('limited', { role: 'administrator' });
  });

  // Time passes: who is logged in from before is so no more.
  it.each([
    ['logs out', () => run.users.sessions.endAll('leaving'), 1],
    ['does nothing but listen for as long as a session lasts', () => undefined, 241],
  ])('ends what has no end for who %s', async (_what, leave, looks) => {
    const answer = run.ask({ method: 'GET', url: '/api/v1/events', headers: run.login('leaving', 'viewer') });
    await expect.poll(() => run.feed.isHeard).toBe(true);
    leave();
    for (let look = 0; look < looks; look++) run.clock.advance(15_000);
    expect((await answer).statusCode).toBe(200);
    expect(run.feed.isHeard).toBe(false);
    run.remove('leaving');
  });
});
