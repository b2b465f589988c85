import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServerProcess } from '../support/server-process.js';

describe('RTMPT', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  const post = (path: string, body = '\0', method = 'POST'): Promise<Response> => {
    const headers = { 'content-type': 'application/x-fcs' };
    return fetch(`http://127.0.0.1:${server.port}${path}`, { method, ...(method === 'POST' ? { body, headers } : {}) });
  };

  it('is refused to who does not keep to it', async () => {
    const opened = await post('/open/1');
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'application/x-fcs']);
    const id = await opened.text();
    expect(id).toMatch(/^[0-9a-f]{32}\n$/);
    const session = id.trim();
    const statuses: [path: string, method: string, status: number][] = [
      [`/idle/${'0'.repeat(32)}/0`, 'POST', 404],
      ['/idle/__proto__/0', 'POST', 404],
      [`/idle/${session}/x`, 'POST', 400],
      [`/idle/${session}/0`, 'GET', 405],
      [`/send/${session}/999`, 'POST', 409],
      ['/fcs/ident2', 'POST', 404],
      [`/close/${session}/0`, 'POST', 200],
      [`/idle/${session}/1`, 'POST', 404],
    ];
    for (const [path, method, status] of statuses)
      expect([path, (await post(path, '\0', method)).status]).toEqual([path, status]);
  });

  it.each([
    { what: 'that says it is 2 GB', headers: 'Content-Length: 2147483648', body: '', status: 413 },
    { what: 'of unsaid length', headers: 'X-Any: 1', body: '', status: 411 },
    {
      what: 'that never ends',
      headers: 'Transfer-Encoding: chunked',
      body: `100000\r\n${'x'.repeat(0x100000)}\r\n`.repeat(3),
      status: 413,
    },
  ])('takes no body $what', async ({ headers, body, status }) => {
    const session = (await (await post('/open/1')).text()).trim();
    const socket = connect(server.port, '127.0.0.1').setEncoding('latin1');
    let answer = '';
    socket.on('data', (text: string) => (answer += text)).on('error', () => undefined);
    socket.write(`POST /send/${session}/0 HTTP/1.1\r\nHost: any\r\n${headers}\r\n\r\n${body}`);
    await once(socket, 'close');
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});
