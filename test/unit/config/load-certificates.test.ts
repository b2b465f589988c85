import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { formatProblem } from '../../../src/config/problem.js';
import { selfSignedCertificate } from '../../../src/net/self-signed-certificate.js';
import { configurationFolder, writeFiles } from '../../support/configuration-folder.js';
import { testCertificate } from '../../support/test-certificate.js';

const GOOD = filesOf('media.test', '*.media.test');
const OTHER = filesOf('other.test');
const OLD = selfSignedCertificate(['old.test'], 0, Date.UTC(2020, 0, 31));

function filesOf(...names: readonly string[]): { certificate: string; key: string } {
  const { certificate, key } = testCertificate(...names);
  return { certificate, key };
}

interface Written {
  readonly certificate?: string;
  readonly key?: string;
  readonly names?: readonly string[];
  readonly server?: string;
  readonly ports?: string;
}

/** A configuration with one certificate, or none where there are no files; readable for its user only. */
async function written({ certificate, key, names, server = '', ports = '' }: Written) {
  const folder = await configurationFolder({ 'apps/': '', 'conf/server.yaml': server });
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const listed = { certFile, keyFile, ...(names === undefined ? {} : { names }) };
  const isNone = certificate === undefined && key === undefined;
  const adaptor = `${ports}tls:\n  certificates: ${JSON.stringify(isNone ? [] : [listed])}\n`;
  await writeFiles(folder, { 'conf/_defaultRoot_/adaptor.yaml': adaptor });
  if (certificate !== undefined) await writeFile(certFile, certificate);
  if (key !== undefined) await writeFile(keyFile, key, { mode: 0o600 });
  const load = () => loadConfiguration({ confDir: join(folder, 'conf'), appsDir: join(folder, 'apps') });
  return { folder, certFile, keyFile, load };
}

describe('certificates', () => {
  it('are read, with their names', async () => {
    const { load, certFile } = await written(GOOD);
    const { configuration, problems } = await load();
    expect(problems).toEqual([]);
    expect(configuration!.adaptors[0]!.certificates).toMatchObject([
      { certFile, names: ['media.test', '*.media.test'], certificate: GOOD.certificate, key: GOOD.key },
    ]);
  });

  it('are for the names that are written instead', async () => {
    const { load } = await written({ ...GOOD, names: ['Stream.Example.com'] });
    expect((await load()).configuration!.adaptors[0]!.certificates[0]!.names).toEqual(['stream.example.com']);
  });

  it('are part of what reload looks for', async () => {
    const { load, folder, certFile, keyFile } = await written(GOOD);
    const before = await load();
    expect(before.watched).toContainEqual({ path: folder, names: expect.any(Set) as Set<string> });
    const names = before.watched.find(({ path }) => path === folder)!.names!;
    expect([...names]).toEqual(expect.arrayContaining(['cert.pem', 'key.pem']));
    await writeFile(certFile, OTHER.certificate);
    await writeFile(keyFile, OTHER.key);
    const after = await load();
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(after.configuration!.adaptors[0]!.certificates[0]!.names).toEqual(['other.test']);
  });

  it.each<[string, Written, RegExp]>([
    ['that are not there', { key: GOOD.key }, /adaptor\.yaml:2:\d+ tls\.certificates\.0\.certFile: .* cannot be read/],
    ['without their key', { certificate: GOOD.certificate }, /keyFile: .* cannot be read/],
    ['with the key of another', { ...GOOD, key: OTHER.key }, /keyFile: .* is the key of another certificate/],
    ['that are none', { ...GOOD, certificate: 'x' }, /certFile: .* holds no certificate in PEM/],
    ['that a port needs', { ports: "hostPortList: [':-443']\n" }, /hostPortList: has a port for TLS/],
    ['that HTTP needs', { server: 'http: {tls: true}\n' }, /server\.yaml http\.tls: HTTP is for TLS only/],
  ])('%s are a mistake', async (_which, files, message) => {
    const { configuration, problems } = await (await written(files)).load();
    expect(configuration).toBeUndefined();
    expect(problems.map(formatProblem)).toEqual([expect.stringMatching(message)]);
  });

  it('that expired, or whose key everybody can read, are a warning', async () => {
    const { load, keyFile } = await written(OLD);
    await chmod(keyFile, 0o644);
    const { configuration, problems } = await load();
    expect(configuration).toBeDefined();
    expect(problems.map(formatProblem)).toEqual([
      expect.stringMatching(/certFile: .* expired on 2020-01-31; renew it/),
      expect.stringMatching(/keyFile: every user of this machine can read .*; chmod 600/),
    ]);
  });
});
