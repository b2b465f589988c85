import { describe, expect, it } from 'vitest';
import { parseCoreList } from '../../../bench/cores.js';
import { coreTicks } from '../../../bench/cpu-meter.js';
import { parseLoadResult } from '../../../bench/load-result.js';
import { parseExternal } from '../../../bench/servers/external.js';
import { warnings } from '../../../bench/warnings.js';

describe('readings', () => {
  it.each([
    { list: '', cores: [] },
    { list: '3', cores: [3] },
    { list: '0-2,5', cores: [0, 1, 2, 5] },
    { list: '9-11', cores: [9, 10, 11] },
  ])('cores $list', ({ list, cores }) => {
    expect(parseCoreList(list)).toEqual(cores);
  });

  const stat =
    'cpu  100 2 30 400 50 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 0 0\ncpu1 10 20 30 40 50 60 70 80 0 0\ncpu10 9 9 9 9 9 9 9 9 0 0\n';
  it.each([
    { core: undefined, busy: 153, all: 603 },
    { core: 0, busy: 27, all: 36 },
    { core: 1, busy: 270, all: 360 },
    { core: 7, busy: 0, all: 0 },
  ])('ticks of core $core: idle and iowait are not busy, guests are in user already', ({ core, busy, all }) => {
    expect(coreTicks(stat, core)).toEqual({ busy, all });
  });

  it('takes the last JSON line of the load client', () => {
    expect(parseLoadResult('t=1 running=1\n{"bytes":1}\n{"bytes":2}\n')).toEqual({ bytes: 2 });
    expect(parseLoadResult('cannot resolve x\n')).toBeUndefined();
  });

  it.each([
    { text: 'srs=rtmp://127.0.0.1:1935/live,42', address: 'rtmp://127.0.0.1:1935/live', pids: [42] },
    { text: 'srs=rtmp://[::1]:1935/live/,42,43', address: 'rtmp://[::1]:1935/live', pids: [42, 43] },
  ])('a server by address: $text', ({ text, address, pids }) => {
    expect(parseExternal(text)).toEqual({ name: 'srs', address, pids });
  });

  it.each(['srs', 'srs=rtmp://h:1/live', 'srs=rtmp://h:1,42', 'srs=http://h/live,42', '=rtmp://h/live,42'])(
    'refuses %s with an example',
    (text) => {
      expect(() => parseExternal(text)).toThrow(/name=rtmp:\/\/host:port\/app,pid/);
    },
  );

  it.each([
    { metrics: { loadCore: 0.79, strangers: 0.1 }, says: [] },
    { metrics: { loadCore: 0.93, loadCpu: 0.4 }, says: [/load client was 93 % busy \(itself 40 %\)/] },
    { metrics: { strangers: 0.5 }, says: [/50 % of the server's core/] },
  ])('doubts $metrics', ({ metrics, says }) => {
    const found = warnings(metrics);
    expect(found).toHaveLength(says.length);
    says.forEach((pattern, index) => expect(found[index]).toMatch(pattern));
  });
});
