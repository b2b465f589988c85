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
    expect(notes).toHaveLength(3);
  });

  test('JSON is read as well', () => {
    const { keys } = result(importNodeMediaServer('config.json', '{ "rtmp": { "port": 1940 } }'));
    expect(keys).toEqual({ 'conf/_defaultRoot_/adaptor.yaml': { hostPortList: [':1940'] } });
  });

  test.each([
    ['no configuration', 'const a = { b: 1 };', 'there is no object in it with rtmp'],
    ['no JavaScript', 'const = {', 'app.js: it cannot be read'],
  ])('%s is refused', (_what, text, says) => {
    expect(() => importNodeMediaServer('app.js', text)).toThrow(says);
  });
});
