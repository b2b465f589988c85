import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ByteStream } from '../../../src/net/byte-stream.js';
import type { DialTarget } from '../../../src/net/dial-target.js';
import type { DialIdentity } from '../../../src/net/dialer.js';
import { Dialer } from '../../../src/net/dialer.js';
import type { LinkAddress } from '../../../src/net/link-listener.js';
import { LinkListener } from '../../../src/net/link-listener.js';
import { OutgoingAddresses } from '../../../src/net/outgoing-addresses.js';
import { testCertificate } from '../../support/test-certificate.js';

/** A listener that says hello, and who came to it. */
async function listening(address: LinkAddress): Promise<{ place: string; came: ByteStream[] }> {
  const came: ByteStream[] = [];
  const listener = new LinkListener(address, (stream) => {
    came.push(stream);
    stream.write([new TextEncoder().encode('hello')]);
    stream.end();
  });
  onTestFinished(() => listener.close());
  return { place: await listener.start(), came };
}

/** What is heard there until it ends; the reason if nobody lets us in. */
async function heardAt(target: DialTarget, authorities?: string, identity?: DialIdentity): Promise<string> {
  const dialer = new Dialer(new OutgoingAddresses(['loopback']), authorities, identity);
  const stream = await dialer.dial(target, new AbortController().signal);
  let heard = '';
  return new Promise((resolve) => {
    stream.start({
      received: (bytes) => (heard += new TextDecoder().decode(bytes)),
      drained: () => undefined,
      closed: (error) => resolve(error === undefined ? heard : error.message),
    });
  });
}

function socketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'link-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'link.sock');
}

describe('a Unix socket', () => {
  const at = (path: string): DialTarget => ({ host: 'localhost', port: 0, secure: false, path });

  test('is for the user of the server only', async () => {
    const path = socketPath();
    const { place, came } = await listening({ path });
    expect(await heardAt(at(path))).toBe('hello');
    expect([place, statSync(path).mode & 0o777, came[0]?.remoteAddress]).toEqual([`unix:${path}`, 0o600, 'unix']);
    await expect(heardAt(at(`${path}.none`))).rejects.toThrow(`nobody answers at ${path}.none: ENOENT`);
  });

  test('that a killed process left is made anew, one that is used is not', async () => {
    const path = socketPath();
    const killed = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', killed]);
    expect(statSync(path).isSocket()).toBe(true);
    await listening({ path });
    expect(await heardAt(at(path))).toBe('hello');
    await expect(listening({ path })).rejects.toThrow('EADDRINUSE');
    expect(await heardAt(at(path))).toBe('hello');
  });

  test('is not made where there is something else', async () => {
    const path = socketPath();
    writeFileSync(path, 'a file');
    await expect(listening({ path })).rejects.toThrow('EADDRINUSE');
    expect(readFileSync(path, 'utf8')).toBe('a file');
  });
});

describe('a port', () => {
  const server = testCertificate('localhost');
  const friend = testCertificate('edge.example.com');
  const stranger = testCertificate('edge.example.com');
  const identity = { certificate: server.certificate, key: server.key, authorities: friend.certificate };

  async function heardBy(known: DialIdentity | undefined): Promise<string> {
    const { place, came } = await listening({ host: '127.0.0.1', port: 0, identity });
    const port = Number(place.split(':').at(-1));
    const heard = await heardAt({ host: 'localhost', port, secure: true }, server.certificate, known);
    expect(came).toHaveLength(heard === 'hello' ? 1 : 0);
    return heard;
  }

  test('lets in who shows a certificate of the authority', async () => {
    expect(await heardBy(friend)).toBe('hello');
  });

  test.each([
    ['none', undefined],
    ['another', stranger],
  ])('does not let in who shows %s', async (_which, known) => {
    expect(await heardBy(known)).not.toContain('hello');
  });

  test('that is taken is told of', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as { port: number };
    await expect(listening({ host: '127.0.0.1', port, identity })).rejects.toThrow('EADDRINUSE');
  });
});
