// Whether the server in a container takes clients: by HTTP, or where its administration is open by TLS alone
// (adminServer.tls), by HTTPS. Whose the certificate is does not matter here: nobody else listens on this address.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { get as getByHttp } from 'node:http';
import { get as getByHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As the server reads it: `host:port`, or a port alone. */
const [, host, port] = /^(.*?):?(\d+)$/.exec(process.env.AFTERGLOW_ADMIN ?? '') ?? [undefined, '', '1111'];
const target = {
  host: ['', '*', '0.0.0.0', '[::]'].includes(host) ? '127.0.0.1' : host.replace(/^\[(.*)\]$/, '$1'),
  port,
  path: '/readyz',
  timeout: 2000,
  rejectUnauthorized: false,
};

/** Resolves with the status. */
function ask(get) {
  return new Promise((resolve, reject) => {
    const request = get(target, (response) => resolve(response.resume().statusCode));
    request.on('error', reject).on('timeout', () => request.destroy(new Error('no answer')));
  });
}

/** That HTTPS answered last: a wrong first try is a warning in the log of the server, every time. */
const memory = join(tmpdir(), 'afterglow-health-by-https');
const wasSecure = existsSync(memory);
const [first, second] = wasSecure ? [getByHttps, getByHttp] : [getByHttp, getByHttps];

const status = await ask(first).catch(async () => {
  const answer = await ask(second);
  if (wasSecure) rmSync(memory, { force: true });
  else writeFileSync(memory, '');
  return answer;
});
if (status !== 200) throw new Error(`/readyz is answered ${status}`);
