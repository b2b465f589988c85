import { describe, expect, test } from 'vitest';
import { importNodeMediaServer } from '../../../src/importing/node-media-server/import-node-media-server.js';
import { result } from '../../support/import-result.js';

describe('Node-Media-Server', () => {
  test('a program is read and not run', () => {
    const { keys, notes } = result(
      importNodeMediaServer(
        'app.js',
        `const NodeMediaServer = require('node-media-server');
        process.exit(3);
        const config = {
          rtmp: { port: 1936, chunk_size: 60000, gop_cache: false, ping: 30, ping_timeout: 60 },
          http: { port: 8000, allow_origin: '*', mediaroot: './media' },
          https: { port: 8443, key: './privatekey.pem', cert: './certificate.pem' },
          auth: { publish: true, secret: 'nodemedia2017privatekey' },
          relay: { ffmpeg: '/usr/bin/ffmpeg', tasks: [
            { app: 'live', mode: 'push', edge: 'rtmp://192.168.0.10' },
            { app: 'cctv', mode: 'static', edge: 'rtmp://h/src/cam1', name: 'hall' },
          ] },
          trans: { tasks: [{ app: 'live', mp4: true, mp4Flags: '[movflags=frag]' }, { app: 'live', vc: 'copy', hls: true }] },
        };
        new NodeMediaServer(config).run();`,
      ),
    );
    expect(keys).toEqual({
      'conf/_defaultRoot_/adaptor.yaml': {
        hostPortList: [':1936', ':-8443'],
        'rtmp.pingPeriod': '30s',
        'rtmp.pingTimeout': '60s',
        'tls.certificates': [{ certFile: './certificate.pem', keyFile: './privatekey.pem' }],
      },
      'conf/_defaultRoot_/_defaultVHost_/application.yaml': {
        'client.outChunkSize': 60000,
        'streamManager.live.accumulatedIFrames.enabled': false,
      },
      'conf/server.yaml': { 'http.hostPort': ':8000', 'http.cors.origins': ['*'] },
      'apps/live/application.yaml': {
        'restream.targets': [{ stream: '*', url: 'rtmp://192.168.0.10/live' }],
        'streamManager.recording.streams': ['*'],
        'streamManager.recording.format': 'mp4',
      },
      'apps/cctv/application.yaml': {
        'restream.sources': [{ stream: 'hall', url: 'rtmp://h/src', name: 'cam1' }],
      },
    });
    expect(notes.join('\n')).not.toContain('nodemedia2017privatekey');
    expect(notes).toEqual([
      expect.stringMatching(/^5 http.mediaroot = .*Recordings lie in streams/),
      expect.stringMatching(/^7 auth.secret = …: Keys are made here/),
      expect.stringMatching(/^12 trans.tasks of live: HLS is always there/),
    ]);
  });

  test('JSON is read as well', () => {
    const { keys } = result(importNodeMediaServer('config.json', '{ "rtmp": { "port": 1940 } }'));
    expect(keys).toEqual({
      'conf/_defaultRoot_/adaptor.yaml': { hostPortList: [':1940'] },
      'conf/_defaultRoot_/_defaultVHost_/application.yaml': { 'publish.requires': 'nothing' },
    });
  });

  test('version 4: an address for all ports, users, a hook, recordings of everything', () => {
    const { keys, notes } = result(
      importNodeMediaServer(
        'config.json',
        JSON.stringify({
          bind: '127.0.0.1',
          notify: { url: 'http://127.0.0.1:3000/nms' },
          auth: {
            play: true,
            publish: false,
            secret: 'geheim',
            jwt: {
              secret: 'geheim',
              expiresIn: '24h',
              users: [{ username: 'anna', password: 'geheim', role: 'admin' }],
            },
          },
          rtmp: { port: 1935 },
          rtmps: { port: 1936, key: './key.pem', cert: './cert.pem' },
          http: { port: 8000 },
          https: { port: 8443, key: './key.pem', cert: './cert.pem' },
          static: { router: '/', root: './html' },
          record: { path: './html/record' },
        }),
      ),
    );
    expect(keys).toEqual({
      'conf/_defaultRoot_/adaptor.yaml': {
        hostPortList: ['127.0.0.1:1935', '127.0.0.1:-1936', '127.0.0.1:-8443'],
        'tls.certificates': [{ certFile: './cert.pem', keyFile: './key.pem' }],
      },
      'conf/_defaultRoot_/_defaultVHost_/application.yaml': {
        hooks: [{ url: 'http://127.0.0.1:3000/nms', events: ['publish', 'unpublish', 'play', 'stop'] }],
        'play.requires': 'key',
        'publish.requires': 'nothing',
        'streamManager.storageDir': './html/record',
        'streamManager.recording.streams': ['*'],
      },
      'conf/server.yaml': { 'http.hostPort': '127.0.0.1:8000' },
    });
    expect(notes.map((note) => note.split(':')[0])).toEqual([
      '1 notify.url = http',
      '1 auth.secret = …',
      '1 auth.jwt',
      '1 static',
    ]);
    expect(notes.join()).toContain('Make the users anew (anna)');
    expect(notes.join()).not.toContain('geheim');
  });

  test('what is computed, transcoded or fetched otherwise is told of', () => {
    const { keys, notes } = result(
      importNodeMediaServer(
        'app.js',
        `export default { ...base,
          rtmp: { port: process.env.PORT },
          https: { port: 443, cert: fs.readFileSync('a'), key: path.join('b') },
          auth: { publish: true },
          relay: { tasks: [{ app: 'cctv', mode: 'static', edge: 'rtsp://cam/1', name: 'a' }, { app: 'live', mode: 'pull', edge: 'rtmp://h' }] },
          trans: { tasks: [{ app: 'live', ac: 'aac', dash: true }] },
          fission: { tasks: [{ rule: 'live/*', model: [] }] },
          strange: true,
        };`,
      ),
    );
    expect(keys).toEqual({
      'conf/_defaultRoot_/adaptor.yaml': { hostPortList: [':-443'] },
      'apps/live/application.yaml': { 'restream.sources': [{ stream: '*', url: 'rtmp://h/live', onDemand: true }] },
    });
    expect(notes).toEqual([
      expect.stringMatching(/^1 \.\.\.: It is computed there/),
      expect.stringMatching(/^2 rtmp.port: It is computed there/),
      expect.stringMatching(/^3 https: Its files are computed/),
      expect.stringMatching(/^5 relay.tasks of cctv: It names no RTMP server/),
      expect.stringMatching(/^6 trans.tasks of live: Nothing is converted/),
      expect.stringMatching(/^7 fission.tasks: Nothing is converted to other sizes/),
      '8 strange = true: It has no counterpart here.',
    ]);
  });

  test.each([
    ['no configuration', 'const a = { b: 1 };', 'there is no object in it with rtmp'],
    ['no JavaScript', 'const = {', 'app.js: it cannot be read'],
  ])('%s is refused', (_what, text, says) => {
    expect(() => importNodeMediaServer('app.js', text)).toThrow(says);
  });
});
