import { afterEach, expect, it } from 'vitest';
import { allAddresses } from '../../../src/application/address-rules.js';
import { ConnectionLimits } from '../../../src/net/connection-limits.js';
import { HttpServer } from '../../../src/net/http-server.js';
import { rtmptRoutes } from '../../../src/net/rtmpt-routes.js';
import { RtmptSessions } from '../../../src/net/rtmpt-sessions.js';
import { systemClock } from '../../../src/net/system-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { rtmptOptions } from '../../support/rtmpt-run.js';

const NOTHING = { drained: () => undefined, closed: () => undefined };
const http = new HttpServer({ port: 0, host: '127.0.0.1' }, new RecordingLogger());
afterEach(() => http.close());

it('counts requests of sessions and their answers, and tells those apart that only ask', async () => {
  const limits = new ConnectionLimits({
    ...{ access: allAddresses, maxConnections: Infinity, maxConnectionsPerAddress: Infinity },
    maxConnectionRate: Infinity,
  });
  const all = { ...rtmptOptions, maxSessions: 10, nodeId: '' };
  const sessions = new RtmptSessions(
    () => all,
    limits,
    systemClock,
    new RecordingLogger(),
    (session) => session.start({ ...NOTHING, received: () => session.write([Uint8Array.of(1, 2, 3)]) }),
  );
  const options = { isEnabled: true, mimeType: 'application/x-fcs', maxRequestSize: 1000 } as const;
  rtmptRoutes(http.routes, () => ({ sessions, options: () => ({ ...options, ident: undefined, ident2: undefined }) }));
  await http.start();
  const post = async (path: string, body: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
    const answer = await fetch(`http://127.0.0.1:${http.boundTo.port}${path}`, { method: 'POST', body });
    return new Uint8Array(await answer.arrayBuffer());
  };
  const id = new TextDecoder().decode(await post('/open/1', Uint8Array.of(0))).trim();
  expect(sessions.traffic.snapshot).toMatchObject({ requests: 0, responses: 0 });
  // The interval, and what is to be sent.
  expect(await post(`/send/${id}/0`, new Uint8Array(100))).toHaveLength(4);
  expect(await post(`/idle/${id}/1`, Uint8Array.of(0))).toHaveLength(1);
  expect(sessions.traffic.snapshot).toEqual({
    ...{ requests: 2, responses: 2, idleRequests: 1, idleResponses: 1 },
    ...{ received: 101, sent: 5 },
  });
  sessions.destroyAll();
});
