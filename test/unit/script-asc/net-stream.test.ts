import { describe, expect, it } from 'vitest';
import { AscRun } from '../../support/asc-run.js';

const begun = (): Promise<AscRun> =>
  AscRun.load('var nc = new NetConnection(); nc.connect("rtmp://a/b"); var ns = new NetStream(nc);', {
    operations: { 'connection.open': () => true },
  });

describe('NetStream', () => {
  it.each([
    ['ns.publish("a")', ['a', 'live', []]],
    ['ns.publish("a", "record")', ['a', 'record', []]],
    ['ns.publish("a", "append", 60)', ['a', 'append', [60]]],
    ['ns.publish("a", "record", 60, 1024)', ['a', 'record', [60, 1024]]],
    ['ns.publish("a", "record", undefined, "512")', ['a', 'record', [-1, 512]]],
  ])('%s', async (code, told) => {
    const run = await begun();
    expect(run.evaluate(code)).toBe(true);
    expect(run.of('publishing.publish')).toEqual([[1, ...told]]);
  });

  it('setBufferTime reaches the server, and reads back', async () => {
    const run = await begun();
    expect(run.evaluate('ns.setBufferTime(2.5); ns.bufferTime')).toBe(2.5);
    expect(run.of('publishing.setBufferTime')).toEqual([[1, 2.5]]);
  });
});

it('Stream.record asks for as much as there may be, unless the script says otherwise', async () => {
  const run = await AscRun.load(
    'var s = Stream.get("a"); s.record(); s.record("append", 0, -2); s.record("record", 60)',
  );
  expect(run.of('stream.record')).toEqual([
    ['a', 'record', -1, -1],
    ['a', 'append', 0, -2],
    ['a', 'record', 60, -1],
  ]);
});
