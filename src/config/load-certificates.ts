import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { CertificateFault } from '../net/certificate-facts.js';
import { certificateFacts } from '../net/certificate-facts.js';
import type { AdaptorSettings, ConfiguredCertificate } from './configuration.js';
import type { Problem } from './problem.js';
import type { SettingsFile, SettingsReader } from './settings-reader.js';
import { valueAt } from './tree.js';
import type { TreePath } from './tree.js';

type Named = AdaptorSettings['tls']['certificates'][number];

const LIST = ['tls', 'certificates'];
const FILE_KEYS = { certificate: 'certFile', key: 'keyFile' } as const;

/**
 * Reads the certificates that an adaptor names; a change of their files is one of the configuration. One that cannot be
 * shown is an error: whoever relies on TLS must not find it gone.
 *
 * @param written where they may be named; else that is on the command line
 */
export function loadCertificates(
  settings: AdaptorSettings,
  written: SettingsFile,
  reader: SettingsReader,
): Promise<ConfiguredCertificate[]> {
  return new CertificateLoader(settings, written, reader).load();
}

class CertificateLoader {
  constructor(
    private readonly settings: AdaptorSettings,
    private readonly written: SettingsFile,
    private readonly reader: SettingsReader,
  ) {}

  async load(): Promise<ConfiguredCertificate[]> {
    const { tls, hostPortList } = this.settings;
    const loaded: ConfiguredCertificate[] = [];
    for (const [index, named] of tls.certificates.entries()) {
      const certificate = await this.#load(named, index);
      if (certificate !== undefined) loaded.push(certificate);
    }
    if (tls.certificates.length === 0 && hostPortList.some(({ secure }) => secure)) {
      const mend = 'name one under tls.certificates, or leave the - of the port out';
      this.#report(['hostPortList'], 'has a port for TLS, and there is no certificate', mend);
    }
    return loaded;
  }

  async #load(named: Named, index: number): Promise<ConfiguredCertificate | undefined> {
    const { certFile, keyFile, names } = named;
    const [certificate, key] = [await this.#read(certFile), await this.#read(keyFile)];
    const facts =
      certificate === undefined
        ? fault('certificate')
        : key === undefined
          ? fault('key')
          : certificateFacts(certificate, key);
    if ('part' in facts) {
      const fileKey = FILE_KEYS[facts.part];
      this.#report([...LIST, index, fileKey], `${named[fileKey]} ${facts.message}`, MENDS[facts.part]);
      return undefined;
    }
    if (facts.expires < Date.now()) {
      const day = new Date(facts.expires).toISOString().slice(0, 10);
      this.#warn([...LIST, index, 'certFile'], `${certFile} expired on ${day}`, 'renew it: clients refuse it');
    }
    if (await isOpenToOthers(keyFile)) {
      this.#warn([...LIST, index, 'keyFile'], `every user of this machine can read ${keyFile}`, `chmod 600 ${keyFile}`);
    }
    const shownFor = names.length > 0 ? names.map((name) => name.toLowerCase()) : facts.names;
    return { certFile, names: shownFor, certificate: certificate!, key: key!, expires: facts.expires };
  }

  #read(file: string): Promise<string | undefined> {
    const path = resolve(file);
    this.reader.files.watch(dirname(path), basename(path));
    return this.reader.files.read(path);
  }

  #warn(path: TreePath, message: string, mend: string): void {
    this.#report(path, message, mend, 'warning');
  }

  #report(path: TreePath, message: string, mend: string, severity: Problem['severity'] = 'error'): void {
    const { file, tree, text } = this.written;
    const key = path.join('.');
    const isHere = valueAt(tree, path) !== undefined;
    const place = isHere ? { file, ...text?.placeOf(path, 'value') } : { file: `--set adaptor.${path[0]}` };
    this.reader.problems.push({ ...place, key, message, mend, severity });
  }
}

const MENDS = {
  certificate: 'name a file with the certificate in PEM, or make one: afterglow tls self-signed',
  key: 'name the file with the key of this certificate, in PEM and not encrypted',
} as const;

function fault(part: CertificateFault['part']): CertificateFault {
  return { part, message: 'cannot be read' };
}

/** Windows has no such permissions: there it is never said. */
async function isOpenToOthers(file: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(file)).mode & 0o004) !== 0;
}
