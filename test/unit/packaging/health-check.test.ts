import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HttpServer } from '../../../src/net/http-server.js';
import { TlsCertificates } from '../../../src/net/tls-certificates.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { testCertificate } from '../../support/test-certificate.js';

/** What the container is told: healthy or not, and why. */
function check(address: string, folder: string): Promise<{ healthy: boolean; said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, AFTERGLOW_ADMIN: address, TMPDIR: folder };
    execFile(process.execPath, ['packaging/health-check.mjs'], { env }, (error, _stdout, said) =>
      resolve({ healthy: error === null, said }),
    );
  });
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'health-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test.each([
  ['HTTP', {}, 0],
  ['TLS alone', { certificates: new TlsCertificates([testCertificate('console.example')]) }, 1],
] as const)(
  'a server by %s is healthy while it is ready, and is asked the wrong way once at most',
  async (_by, tls, wrong) => {
    const logger = new RecordingLogger();
    const server = new HttpServer({ host: '127.0.0.1', port: 0, ...tls }, logger);
    let isReady = true;
    server.routes.get('/readyz', (_request, reply) => reply.code(isReady ? 200 : 503).send({}));
    await server.start();
    onTestFinished(() => server.close());
    const { port } = server.boundTo;
    const folder = newFolder();
    expect(await check(`0.0.0.0:${port}`, folder)).toEqual({ healthy: true, said: '' });
    isReady = false;
    expect(await check(`0.0.0.0:${port}`, folder)).toMatchObject({
      healthy: false,
      said: expect.stringContaining('/readyz is answered 503') as string,
    });
    expect(logger.lines).toHaveLength(wrong);
    await server.close();
    expect((await check(`127.0.0.1:${port}`, folder)).healthy).toBe(false);
  },
);
