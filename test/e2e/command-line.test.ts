import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Program } from '../support/program.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';

const run = (...args: string[]): Program => afterglow(args, newFolder('data'));
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

describe('the command', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 after %s', async (signal) => {
    const server = await ServerProcess.start();
    server.program.kill(signal);
    const { code } = await server.program.endsWithin(5_000);
    expect(code).toBe(0);
  });

  it('ends with 1 and names the port when that is in use', async () => {
    const server = await ServerProcess.start();
    const address = `127.0.0.1:${server.port}`;
    const { code, stdout, stderr } = await run('serve', '--listen', address).ended;
    expect(code).toBe(1);
    expect(stdout + stderr).toContain(`${server.port}`);
    expect(stdout + stderr).toMatch(/in use/);
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    await server.stop();
  });

  it.each([
    { name: 'an unknown option', args: ['serve', '--lisen', ':0'], says: /--lisen/ },
    { name: 'an address without a port', args: ['serve', '--listen', 'nonsense'], says: /nonsense/ },
    { name: 'an unknown command', args: ['shine'], says: /shine/ },
    {
      name: 'an unknown configuration key',
      args: ['serve', '--listen', '127.0.0.1:0', '--set', 'no.such.key=1'],
      says: /no/,
    },
    {
      name: 'a configuration folder that is not there',
      args: ['serve', '--conf', 'no/such/folder'],
      says: /no.such.folder/,
    },
  ])('ends with 2 for $name and says what is wrong', async ({ args, says }) => {
    const { code, stdout, stderr } = await run(...args).ended;
    expect(code, stdout + stderr).toBe(2);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('tells its version and what it can do', async () => {
    const version = await run('--version').ended;
    expect(version.stdout.trim()).toContain(manifest.version);
    const help = await run('--help').ended;
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('serve');
    const serve = await run('serve', '--help').ended;
    for (const option of ['--conf', '--apps', '--listen', '--set', '--log-format']) {
      expect(serve.stdout).toContain(option);
    }
  });

  it('says on one line of JSON where it listens', async () => {
    const server = await ServerProcess.start();
    const ready = server.log().filter(({ event }) => event === 'ready');
    expect(ready).toHaveLength(1);
    expect(ready[0]?.listen).toBe(`127.0.0.1:${server.port}`);
    if (process.platform === 'linux') await survivesFullFileTable(server);
    await server.stop();
  });
});

/** Where no more files may be open it says so, turns away who connects, and takes clients again when there is room. */
async function survivesFullFileTable(server: ServerProcess): Promise<void> {
  execFileSync('prlimit', ['--nofile=64:64', `--pid=${server.program.pid}`]);
  const crowd = Array.from({ length: 100 }, () => connect(server.port, '127.0.0.1').on('error', () => undefined));
  await server.program.printed(/no more files can be opened/);
  for (const socket of crowd) socket.destroy();
  await server.program.printed(/files can be opened again/);
  const client = await RtmpTestClient.enter(server.port);
  client.destroy();
}
