import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isHostName } from '../config/host-name.js';
import { selfSignedCertificate } from '../net/self-signed-certificate.js';
import { ExitCode } from './exit-code.js';

const DAY = 86_400_000;
/** Days. Browsers take no certificate that is valid for longer than this. */
const LONGEST = 397;

interface SelfSignedOptions {
  readonly names?: readonly string[];
  readonly out: string;
  readonly days: number;
  readonly force?: true;
}

/** `afterglow tls self-signed`: a certificate to try TLS with, until there is one of an authority. */
export function addTlsCommand(program: Command): void {
  program
    .command('tls')
    .description('certificates for RTMPS and HTTPS')
    .command('self-signed')
    .description('make a key and a certificate that no authority stands for: clients must be told to trust it')
    .option(
      '--names <list>',
      'host names and IP addresses that it is for, with commas (default: of this machine)',
      parseNames,
    )
    .option('--out <dir>', 'folder of cert.pem and key.pem', 'tls')
    .option('--days <number>', 'how long it is valid', parseDays, 365)
    .option('--force', 'replace files that are there')
    .action(selfSigned);
}

function selfSigned(options: SelfSignedOptions): void {
  const { names = ownNames(), out, days, force } = options;
  // Clocks of clients may be behind.
  const from = Date.now() - 60_000;
  const { certificate, key } = selfSignedCertificate(names, from, from + days * DAY);
  const [certFile, keyFile] = [join(out, 'cert.pem'), join(out, 'key.pem')];
  const flag = force === true ? 'w' : 'wx';
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(keyFile, key, { flag, mode: 0o600 });
    writeFileSync(certFile, certificate, { flag });
  } catch (error) {
    process.exitCode = ExitCode.failed;
    const mend = isTaken(error) ? 'Replace it with --force, or name another folder with --out.' : '';
    console.error(`Not made: ${error instanceof Error ? error.message : String(error)}. ${mend}`.trimEnd());
    return;
  }
  console.log(
    [
      `${certFile} and ${keyFile}, for ${names.join(', ')}, valid for ${days} days.`,
      '',
      'In conf/_defaultRoot_/adaptor.yaml:',
      '',
      'tls:',
      '  certificates:',
      `    - {certFile: ${JSON.stringify(certFile)}, keyFile: ${JSON.stringify(keyFile)}}`,
      '',
    ].join('\n'),
  );
}

function ownNames(): string[] {
  const own = hostname().toLowerCase();
  return [...new Set([...(isHostName(own) ? [own] : []), 'localhost', '127.0.0.1', '::1'])];
}

function parseNames(list: string): string[] {
  const names = list.split(',').map((name) => name.trim().toLowerCase());
  const wrong = names.find((name) => isIP(name) === 0 && !isHostName(name.replace(/^\*\./, '')));
  if (wrong === undefined) return names;
  throw new InvalidArgumentError(`${JSON.stringify(wrong)} is neither a host name nor an IP address.`);
}

function parseDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= LONGEST) return days;
  throw new InvalidArgumentError(`It is a number from 1 to ${LONGEST}: browsers take none that is valid for longer.`);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
