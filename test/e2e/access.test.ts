import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasBegun, publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { publishWithGstreamer } from '../support/gstreamer.js';
import type { Program, ProgramResult } from '../support/program.js';
import { proxyTo } from '../support/proxy.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

/** Nobody is exempt, so that these tests are strangers on this machine. */
const strict = ['--set', 'application.publish.exempt=[]'];

async function key(server: ServerProcess, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await afterglow(['key', ...args], server.data).ended;
  expect(code, stderr).toBe(0);
  return stdout.trim();
}

/** A server, and a key of it that the server has taken over. */
async function serverWithKey(...options: string[]): Promise<{ server: ServerProcess; shown: string }> {
  const server = await ServerProcess.start([...strict, ...options]);
  const shown = await key(server, 'add', '--name', 'studio', '--quiet');
  await server.program.printed(/keys taken over/);
  return { server, shown };
}

describe('the command key', () => {
  it('shows a key once, and keeps none', async () => {
    const data = newFolder('data');
    const added = await afterglow(['key', 'add', 'radio', '--name', 'studio'], data).ended;
    const [shown = ''] = /ag_[A-Za-z0-9_-]{32}/.exec(added.stdout) ?? [];
    expect(shown).not.toBe('');
    const { stdout: list } = await afterglow(['key', 'list'], data).ended;
    expect(list).toMatch(/^studio +stream +publish +radio +\S+ \S+ +never +valid$/m);
    expect(list).not.toContain(shown);
    expect(await readFile(join(data, 'keys'), 'utf8')).not.toContain(shown);
    expect((await stat(join(data, 'keys'))).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['an unknown key', ['revoke', 'nobody'], /no key nobody/],
    [
      'an address that is none',
      ['sign', 'nonsense', '--for', 'play', '--expires', '1h'],
      /not the address of a stream/,
    ],
    ['an action that is none', ['add', '--for', 'watch'], /publish, play or both/],
    ['a duration that is none', ['rotate', 'x', '--grace', 'soon'], /duration/],
    ['a name that is none', ['add', '--name', 'a b'], /name is/],
  ])('ends with 2 for %s and says what is wrong', async (_what, args, says) => {
    const { code, stderr } = await afterglow(['key', ...args], newFolder('data')).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('the first start', () => {
  it('shows a key to a person, once', async () => {
    const data = newFolder('data');
    const start = (): Program => afterglow(['serve', '--listen', '127.0.0.1:0', '--log-format', 'pretty'], data);
    const banners: string[] = [];
    for (let time = 0; time < 2; time++) {
      const server = start();
      await server.printed(/Ctrl\+C stops/);
      server.kill('SIGTERM');
      banners.push((await server.ended).stdout);
    }
    const [shown = ''] = /ag_[A-Za-z0-9_-]{32}/.exec(banners[0]!) ?? [];
    expect(banners[0]).toContain(`test?key=${shown}`);
    expect(shown).not.toBe('');
    expect(banners[1]).not.toMatch(/ag_/);
    expect((await afterglow(['key', 'list'], data).ended).stdout).toMatch(/^first +stream +publish +live /m);
  });

  it('makes no key where only programs read what it says', async () => {
    const server = await ServerProcess.start();
    await server.program.printed(/there are no stream keys yet/);
    await expect(stat(join(server.data, 'keys'))).rejects.toThrow('ENOENT');
    expect((await server.stop()).stdout).not.toMatch(/ag_/);
  });

  it('does not happen with keys that cannot be read', async () => {
    const data = newFolder('data');
    await afterglow(['key', 'add', '--name', 'secretive'], data).ended;
    const path = join(data, 'keys');
    await writeFile(path, (await readFile(path, 'utf8')).replace(/sha256: .*/, 'sha256: oops'));
    const { code, stderr } = await afterglow(['serve', '--listen', '127.0.0.1:0'], data).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/keys cannot be read: .*keys: keys\.0\.secrets\.0\.sha256/);
  });
});

describeWith(['ffmpeg'], 'ffmpeg publishes with a key', () => {
  const publish = async (url: string): Promise<ProgramResult> => {
    return publishWithFfmpeg(await testMedia('audio only'), url, { rate: 20 }).ended;
  };

  it('shown in every way there is, and not without', async () => {
    const { server, shown } = await serverWithKey();
    const host = `127.0.0.1:${server.port}`;
    const signed = await key(server, 'sign', `rtmp://${host}/live/f`, '--for', 'publish', '--expires', '1h');
    const addresses = {
      'no key': [`rtmp://${host}/live/a`, false],
      'a wrong key': [`rtmp://${host}/live/a?key=${shown}x`, false],
      'in the name': [`rtmp://${host}/live/a?key=${shown}`, true],
      'in the server': [`rtmp://${host}/live?key=${shown}/b`, true],
      'as a password': [`rtmp://studio:${shown}@${host}/live?auth/c`, true],
      'as a password, in the other way': [`rtmp://studio:${shown}@${host}/live?auth=llnw/d`, true],
      'as a password in an instance': [`rtmp://studio:${shown}@${host}/live/room1?auth=llnw/d`, true],
      'a wrong password': [`rtmp://studio:${shown}x@${host}/live?auth/e`, false],
      'a wrong user': [`rtmp://nobody:${shown}@${host}/live?auth=llnw/e`, false],
      signed: [signed, true],
      'signed for another stream': [signed.replace('/f?', '/g?'), false],
    } as const;
    await server.program.printed(/"keys":2,.*keys taken over/);
    const published = Object.entries(addresses).map(async ([name, [address, works]]) => {
      const { code, stderr } = await publish(address);
      expect(code === 0, `${name}: ${stderr}`).toBe(works);
    });
    await Promise.all(published);
    const { stdout, stderr } = await server.stop();
    for (const secret of [shown, signed.slice(signed.indexOf('signature=') + 10)]) {
      expect(stdout + stderr).not.toContain(secret);
    }
    expect(stdout).toMatch(/"rule":"login \(adobe\): the password is not the key studio"/);
  });

  it.each(['adobe', 'llnw'])('as the password of a login that everybody is asked for: %s', async (mode) => {
    const { server, shown } = await serverWithKey('--set', `application.publish.login=${mode}`);
    const host = `127.0.0.1:${server.port}`;
    expect((await publish(`rtmp://studio:${shown}@${host}/live/a`)).code).toBe(0);
    expect((await publish(`rtmp://studio:${shown}@${host}/live/room1/a`)).code).toBe(0);
    expect((await publish(`rtmp://studio:wrong@${host}/live/a`)).stderr).toContain('Incorrect username/password');
    await server.stop();
  });

  it('until it is revoked', async () => {
    const { server, shown } = await serverWithKey();
    const publisher = publishWithFfmpeg(await testMedia('audio only'), server.url(`a?key=${shown}`), { times: 100 });
    await hasBegun(publisher);
    await key(server, 'revoke', 'studio');
    await server.program.printed(/disconnected: its key is no longer valid/);
    await publisher.endsWithin(10_000);
    expect((await publish(server.url(`a?key=${shown}`))).code).not.toBe(0);
    await server.stop();
  });

  it('that is the old or the new one during a rotation', async () => {
    const { server, shown: old } = await serverWithKey();
    const shown = await key(server, 'rotate', 'studio', '--grace', '1h', '--quiet');
    await server.program.printed(/keys taken over[^]*keys taken over/);
    expect((await publish(server.url(`a?key=${old}`))).code).toBe(0);
    expect((await publish(server.url(`b?key=${shown}`))).code).toBe(0);
    await key(server, 'rotate', 'studio', '--grace', '0', '--quiet');
    await server.program.printed(/keys taken over[^]*keys taken over[^]*keys taken over/);
    expect((await publish(server.url(`c?key=${shown}`))).code).not.toBe(0);
    await server.stop();
  });

  it('through a proxy that says who it is', async () => {
    const server = await ServerProcess.start(['--set', 'adaptor.proxyProtocol.trusted=[loopback]']);
    const shown = await key(server, 'add', '--name', 'studio', '--quiet');
    await server.program.printed(/keys taken over/);
    const port = await proxyTo(server.port, Buffer.from('PROXY TCP6 2001:db8::7 2001:db8::1 56324 1935\r\n'));
    expect((await publish(`rtmp://127.0.0.1:${port}/live/a`)).code).not.toBe(0);
    expect((await publish(`rtmp://127.0.0.1:${port}/live/a?key=${shown}`)).code).toBe(0);
    const connected = server.log().filter(({ msg }) => msg === 'client connected');
    expect(connected.map(({ address, port: from }) => [address, from])).toEqual(Array(2).fill(['2001:db8::7', 56_324]));
    await server.stop();
  });
});

describeWith(['gstreamer'], 'GStreamer publishes with a key', () => {
  it('as the password of a login', async () => {
    const { server, shown } = await serverWithKey('--set', 'application.publish.login=adobe');
    const host = `127.0.0.1:${server.port}`;
    const { code, stderr } = await publishWithGstreamer(
      `rtmp://studio:${shown}@${host}/live/a`,
      join(newFolder('published'), 'copy.flv'),
      1,
    ).ended;
    expect(code, stderr).toBe(0);
    expect(server.log().filter(({ msg }) => msg === 'publishing')).toHaveLength(1);
    await server.stop();
  });
});

describe('the PROXY protocol', () => {
  const local = Buffer.from('0d0a0d0a000d0a515549540a20000000', 'hex');

  it('is required of a proxy, and forbidden to all others', async () => {
    const proxied = await ServerProcess.start(['--set', 'adaptor.proxyProtocol={trusted: [loopback], timeout: 500ms}']);
    await expect(RtmpTestClient.enter(proxied.port)).rejects.toThrow(/closed the connection/);
    const silent = await RtmpTestClient.connect(proxied.port);
    await silent.closed;
    const client = await RtmpTestClient.enter(await proxyTo(proxied.port, local));
    client.destroy();
    const open = await ServerProcess.start();
    await expect(RtmpTestClient.enter(await proxyTo(open.port, local))).rejects.toThrow(/closed the connection/);
    await proxied.stop();
    await open.stop();
  });

  it('does not wait for a header that drips in', async () => {
    const server = await ServerProcess.start(['--set', 'adaptor.proxyProtocol={trusted: [loopback], timeout: 500ms}']);
    const client = await RtmpTestClient.connect(server.port);
    const begun = performance.now();
    const bytes = Buffer.from('PROXY TCP4 192.0.2.7 198.51.100.1 56324 1935\r\n').values();
    const drip = setInterval(() => client.write(Uint8Array.of(bytes.next().value ?? 0)), 100);
    await client.closed;
    clearInterval(drip);
    expect(performance.now() - begun).toBeLessThan(2000);
    await server.stop();
  });
});
