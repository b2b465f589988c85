import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { startupFailure } from '../../../src/main/startup-failure.js';
import { configurationFolder } from '../../support/configuration-folder.js';

async function configuration() {
  const confDir = await configurationFolder({ 'apps/': '' });
  return (await loadConfiguration({ confDir, appsDir: `${confDir}/apps` })).configuration!;
}

test.each([
  { code: 'EACCES', says: /port 80\. Ports below 1024 need privileges/ },
  { code: 'EADDRNOTAVAIL', says: /no address 192\.0\.2\.1/ },
  { code: 'ENOTFOUND', says: /Give an IP address/ },
  { code: 'EMFILE', says: /cannot listen on port 80: listen EMFILE/ },
])('$code', async ({ code, says }) => {
  const error = Object.assign(new Error(`listen ${code}`), { code, syscall: 'listen', address: '192.0.2.1', port: 80 });
  expect(startupFailure(error, await configuration())).toMatch(says);
});

test('a port in use, by whom if the system tells', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const error = Object.assign(new Error('x'), { code: 'EADDRINUSE', syscall: 'listen', port });
  const words = startupFailure(error, await configuration());
  expect(words).toMatch(new RegExp(`^Not started: port ${port} is in use(?: by .+ \\(process ${process.pid}\\))?\\. `));
});

test.each([
  { port: 1935, option: '--listen :1936' },
  { port: 8080, option: '--http :8081' },
  { port: 1111, option: '--admin 127.0.0.1:1112' },
  { port: 1940, option: 'hostPortList in adaptor.yaml of second' },
])('the option that moves the listener of port $port', async ({ port, option }) => {
  const error = Object.assign(new Error('x'), { code: 'EADDRINUSE', syscall: 'listen', port });
  const confDir = await configurationFolder({ 'apps/': '', 'second/adaptor.yaml': "hostPortList: [':1940']\n" });
  const { configuration: two } = await loadConfiguration({ confDir, appsDir: `${confDir}/apps` });
  expect(startupFailure(error, two!)).toContain(`listen elsewhere: ${option}`);
});

test('an error without a port: the first of the configuration', async () => {
  const error = Object.assign(new Error('x'), { code: 'EADDRINUSE', syscall: 'listen' });
  expect(startupFailure(error, await configuration())).toContain('port 1935');
});

test.each([new TypeError('a mistake of ours'), 'no error at all'])('anything else as it is', async (error) => {
  expect(startupFailure(error, await configuration())).toContain(
    error instanceof Error ? 'a mistake of ours' : 'no error',
  );
});
