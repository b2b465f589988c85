import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Whether there is a Prosody, an XMPP server (Debian package `prosody`). */
export const prosodyPresent = spawnSync('sh', ['-c', 'command -v prosody']).status === 0;
if (!prosodyPresent) {
  if (process.env.AFTERGLOW_REQUIRE_CLIENTS === '1')
    throw new Error('prosody is required here: apt-get install prosody');
  console.warn('there is no prosody here: the test with a real XMPP server is skipped');
}

/**
 * Starts one on a free port of this machine, with a folder of its own. Anybody may log in to `localhost` there.
 *
 * @param secured who wants to log in must first go on by TLS, of which these are the files
 */
export async function startProsody(secured?: { readonly key: string; readonly certificate: string }): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'prosody-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'data'));
  const port = await freePort();
  const configuration = `
    run_as_root = true
    pidfile = "${folder}/prosody.pid"
    data_path = "${folder}/data"
    interfaces = { "127.0.0.1" }
    c2s_ports = { ${port} }
    modules_enabled = { "saslauth"${secured === undefined ? '' : ', "tls"'} }
    modules_disabled = { "s2s"${secured === undefined ? ', "tls"' : ''} }
    c2s_require_encryption = ${String(secured !== undefined)}
    ${secured === undefined ? '' : `ssl = { key = "${secured.key}", certificate = "${secured.certificate}" }`}
    log = { info = "*console" }
    VirtualHost "localhost"
      authentication = "anonymous"
  `;
  writeFileSync(join(folder, 'prosody.cfg.lua'), configuration);
  const program = spawn('prosody', ['-F', '--config', join(folder, 'prosody.cfg.lua')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    const ended = program.exitCode === null ? once(program, 'exit') : undefined;
    program.kill();
    await ended;
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes("Activated service 'c2s'")) resolve();
    };
    program.stdout.on('data', hear);
    program.stderr.on('data', hear);
    program.on('exit', () => reject(new Error(`prosody ended: ${said}`)));
  });
  return port;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
