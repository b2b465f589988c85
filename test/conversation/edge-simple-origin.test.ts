import { expect, onTestFinished, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import { parseStreamName } from '../../src/application/stream-name.js';
import type { OriginStreamListener } from '../../src/edge/media-origin.js';
import { playByRtmp } from '../../src/edge/rtmp-live.js';
import { parseRtmpAddress } from '../../src/netconnection/client/rtmp-address.js';
import { FakeServer } from '../support/fake-server.js';
import { ManualClock } from '../support/manual-clock.js';
import { MemoryEnd } from '../support/memory-pair.js';
import { outgoingMeans } from '../support/outgoing-run.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { settled } from '../support/settled.js';

/** As nginx-rtmp: every stream of a connection is number 1, so that there can be but one. */
function oneStreamServer(end: MemoryEnd): FakeServer {
  const server = new FakeServer(end);
  server.hears = ({ name, transactionId, args }) => {
    const code = (text: string) => AmfObject.of({ level: 'status', code: text });
    if (name === 'connect') server.command('_result', transactionId, [code('NetConnection.Connect.Success')]);
    if (name === 'createStream') server.command('_result', transactionId, [1]);
    if (name === 'play' && args[0] === 'missing')
      server.command('onStatus', 0, [code('NetStream.Play.StreamNotFound')], 1);
    if (name === 'play' && args[0] === 'a') server.command('onStatus', 0, [code('NetStream.Play.PublishNotify')], 1);
  };
  return server;
}

test('streams of an origin that knows one stream of a connection do not get into each other', async () => {
  const clock = new ManualClock();
  const servers: FakeServer[] = [];
  const dialer = {
    dial: () => {
      const [near, far] = MemoryEnd.pair();
      servers.push(oneStreamServer(far));
      return Promise.resolve(near);
    },
  };
  const means = outgoingMeans(dialer, clock, new RecordingLogger());
  const address = parseRtmpAddress('rtmp://nginx.example/live')!;
  const heard: string[] = [];
  const listener = (name: string): OriginStreamListener => ({
    published: () => heard.push(`${name} published`),
    unpublished: () => heard.push(`${name} unpublished`),
    media: () => undefined,
    dataFrame: () => undefined,
    ended: (why) => heard.push(`${name} ended: ${why}`),
  });
  const play = (name: string) =>
    playByRtmp(means, address, parseStreamName(name)!, listener(name), undefined, () => heard.push(`${name} lost`));
  const [leaveFirst, leaveSecond] = [play('a'), play('b')];
  onTestFinished(leaveSecond);
  await settled(clock);
  expect(heard).toEqual(['a published']);
  const played = servers.map(({ commands }) =>
    commands.filter(({ name }) => name === 'play').map(({ args }) => args[0]),
  );
  expect(played).toEqual([['a'], ['b']]);

  // One that is left, or lost, leaves the other as it is.
  leaveFirst();
  await settled(clock);
  expect(heard).toEqual(['a published']);
  servers[1]!.hangUp();
  await settled(clock);
  expect(heard.slice(1)).toEqual(['b lost', expect.stringMatching(/^b ended: /)]);
  // Who has no such stream is not gone.
  play('missing');
  await settled(clock);
  expect(heard.slice(3)).toEqual([expect.stringMatching(/^missing ended: /)]);
});
