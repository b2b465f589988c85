import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { certificateFacts } from '../../../src/net/certificate-facts.js';
import { selfSignedCertificate } from '../../../src/net/self-signed-certificate.js';
import { TlsCertificates } from '../../../src/net/tls-certificates.js';
import { testCertificate } from '../../support/test-certificate.js';

const FIRST = testCertificate('first.test');
const WILD = testCertificate('*.wild.test');
const EXACT = testCertificate('exact.wild.test');

/** A port that speaks TLS by `certificates`, and connects to it. */
async function shown(certificates: TlsCertificates): Promise<(options?: ConnectionOptions) => Promise<TLSSocket>> {
  const server = createServer((socket) => {
    certificates
      .secure(socket)
      ?.on('error', () => undefined)
      .resume();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return async (options = {}) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    onTestFinished(() => void socket.destroy());
    await once(socket, 'secureConnect');
    return socket;
  };
}

const nameOf = (socket: TLSSocket) => socket.getPeerCertificate().subject.CN;

test.each([
  ['first.test', 'first.test'],
  ['FIRST.test', 'first.test'],
  ['some.wild.test', '*.wild.test'],
  ['exact.wild.test', 'exact.wild.test'],
  ['a.b.wild.test', 'first.test'],
  ['wild.test', 'first.test'],
  ['constructor', 'first.test'],
  [undefined, 'first.test'],
])('who asks for %s is shown the certificate of %s', async (servername, name) => {
  const dial = await shown(new TlsCertificates([FIRST, WILD, EXACT]));
  expect(nameOf(await dial(servername === undefined ? {} : { servername }))).toBe(name);
});

test('new connections get what replaces a certificate; who is there stays', async () => {
  const certificates = new TlsCertificates([FIRST]);
  const dial = await shown(certificates);
  const early = await dial();
  expect(certificates.replace([FIRST])).toEqual([]);
  expect(certificates.replace([EXACT, FIRST])).toEqual([EXACT]);
  expect(nameOf(await dial())).toBe('exact.wild.test');
  expect(() => certificates.replace([{ ...FIRST, key: WILD.key }])).toThrow();
  expect(nameOf(await dial())).toBe('exact.wild.test');
  expect(early.destroyed).toBe(false);
});

test('a certificate that did not change goes on with the sessions of its clients', async () => {
  const certificates = new TlsCertificates([FIRST]);
  const dial = await shown(certificates);
  const options = { maxVersion: 'TLSv1.2' } as const;
  const session = (await dial(options)).getSession();
  certificates.replace([{ ...FIRST, names: ['other.test'] }]);
  expect((await dial({ ...options, session: session! })).isSessionReused()).toBe(true);
  certificates.replace([WILD]);
  expect((await dial({ ...options, session: session! })).isSessionReused()).toBe(false);
});

test('clients that know the certificate trust a self-signed one for its names and addresses', async () => {
  const certificate = testCertificate('media.test', '127.0.0.1', '::1', 'fe80::12:3');
  const dial = await shown(new TlsCertificates([certificate]));
  const trusting = { ca: certificate.certificate, rejectUnauthorized: true };
  for (const servername of ['media.test', '']) expect((await dial({ ...trusting, servername })).authorized).toBe(true);
  await expect(dial({ ...trusting, servername: 'other.test' })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  expect(certificateFacts(certificate.certificate, certificate.key)).toMatchObject({ names: ['media.test'] });
});

test('a certificate may be valid beyond 2049', () => {
  const until = Date.UTC(2051, 4, 6, 7, 8, 9);
  const { certificate, key } = selfSignedCertificate(['a.test'], 0, until);
  expect(certificateFacts(certificate, key)).toEqual({ names: ['a.test'], expires: until });
});

test.each([
  ['no certificate', '', FIRST.key, 'certificate', /no certificate in PEM/],
  ['no key', FIRST.certificate, 'nothing', 'key', /no key in PEM/],
  ['an encrypted key', FIRST.certificate, '-----BEGIN ENCRYPTED PRIVATE KEY-----', 'key', /it is encrypted/],
  ['the key of another', FIRST.certificate, WILD.key, 'key', /of another certificate/],
])('%s is a fault of its file', (_what, certificate, key, part, message) => {
  expect(certificateFacts(certificate, key)).toEqual({ part, message: expect.stringMatching(message) as string });
});
