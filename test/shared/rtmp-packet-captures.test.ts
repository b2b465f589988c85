import { describe, expect, test } from 'vitest';
import { hear, said } from '../support/rtmp-heard.js';
import { tcpStreams } from '../support/tcp-streams.js';
import { guidancePresent } from './guidance.js';
import { dump } from './rtmp-dumps.js';

describe.skipIf(!guidancePresent)('a packet capture', () => {
  const streams = (file: string) => tcpStreams(dump(file));

  test.each(['fq/rtmp_sample.cap', 'ndpi-rtmp.pcap'])('%s: Flash Player with a server that refuses', (file) => {
    const both = streams(file);
    const client = hear([both.get('192.168.43.1:1177 > 192.168.43.128:1935')!], 'server');
    expect(said(client.messages)).toEqual(['connect(1)', 'createStream(2)', 'play(0)', 'setBufferLength']);
    const server = hear([both.get('192.168.43.128:1935 > 192.168.43.1:1177')!], 'client');
    expect(said(server.messages)).toEqual([
      'unknown',
      'streamBegin',
      '_result(1)',
      '_result(2)',
      'streamBegin',
      'onStatus(0)',
    ]);
  });

  test('ndpi-rtmp.pcap: an application on a telephone', () => {
    const both = streams('ndpi-rtmp.pcap');
    const client = hear([both.get('10.140.80.204:49757 > 203.205.224.48:1935')!], 'server');
    expect(said(client.messages)).toEqual(['connect(1)', 'createStream(2)']);
    const server = hear([both.get('203.205.224.48:1935 > 10.140.80.204:49757')!], 'client');
    expect(said(server.messages)).toEqual(['_result(1)', '_result(2)']);
    expect(server.connection.partialSince).toBeUndefined();
  });
});
