import { describe, expect, it } from 'vitest';
import { RtmptRun, rtmptOptions, TestRequest } from '../../support/rtmpt-run.js';

describe('what a client sends', () => {
  it('is received, and answered in the same turn', () => {
    const run = new RtmptRun();
    expect(run.send(0, 'a').outcome).toEqual([1, '']);
    expect(run.send(1, 'b').outcome).toEqual([1, '']);
    expect(run.heard).toEqual(['a', 'b']);
  });

  it('is answered with what the server says to it', () => {
    const run = new RtmptRun();
    run.onReceived = () => run.session.write([Buffer.from('answer')]);
    expect(run.send(0, 'question').outcome).toEqual([1, 'answer']);
    expect(run.heard).toEqual(['question', 'drained']);
    expect(run.session.queuedBytes).toBe(0);
  });

  it('is received in its order, whatever order it comes in', () => {
    const run = new RtmptRun();
    const [third, second] = [run.send(2, 'c'), run.send(1, 'b')];
    expect(run.heard).toEqual([]);
    expect([second.outcome, third.outcome]).toEqual([undefined, undefined]);
    const first = run.send(0, 'a');
    expect(run.heard).toEqual(['a', 'b', 'c']);
    expect([first, second, third].map(({ outcome }) => outcome)).toEqual([
      [1, ''],
      [1, ''],
      [1, ''],
    ]);
  });

  it('is received once, and answered again as before', () => {
    const run = new RtmptRun();
    run.onReceived = () => run.session.write([Buffer.from('answer')]);
    const first = run.send(0, 'a');
    run.onReceived = () => undefined;
    expect(run.send(0, 'a').outcome).toEqual(first.outcome);
    expect(run.send(1, 'b').outcome).toEqual([1, '']);
    expect(run.send(0, 'other').outcome).toEqual(first.outcome);
    expect(run.heard).toEqual(['a', 'drained', 'b']);
  });

  it('is refused if it was answered so long ago that nobody asks for it', () => {
    const run = new RtmptRun({ maxRequests: 2 });
    for (const sequence of [0, 1, 2]) run.send(sequence, `${sequence}`);
    expect(run.send(0, '0').outcome).toBe(409);
    expect(run.send(1, '1').outcome).toEqual([1, '']);
    expect(run.heard).toEqual(['0', '1', '2']);
  });

  it('is refused if it is too far ahead', () => {
    const run = new RtmptRun();
    run.send(0, 'a');
    expect(run.send(5, 'f').outcome).toBe(409);
    expect(run.send(4, 'e').outcome).toBeUndefined();
  });

  it('takes the place of the same request that waits', () => {
    const run = new RtmptRun();
    const [before, after] = [run.send(1, 'b'), run.send(1, 'b')];
    expect([before.outcome, after.outcome]).toEqual([409, undefined]);
    run.send(0, 'a');
    expect(after.outcome).toEqual([1, '']);
    expect(run.heard).toEqual(['a', 'b']);
  });

  it('may begin with 1', () => {
    const run = new RtmptRun();
    const first = run.send(1, 'a');
    run.clock.advance(500);
    expect(first.outcome).toEqual([1, '']);
    expect(run.send(2, 'b').outcome).toEqual([1, '']);
    expect(run.heard).toEqual(['a', 'b']);
  });

  it('ends the session if a part of it never comes', () => {
    const run = new RtmptRun();
    run.send(0, 'a');
    const third = run.send(2, 'c');
    run.clock.advance(4999);
    expect(third.outcome).toBeUndefined();
    run.clock.advance(1);
    expect(third.outcome).toBe(404);
    expect(run.heard).toEqual(['a', 'closed: request 1 did not come']);
  });

  it('does not end the session if the part that was missing comes late', () => {
    const run = new RtmptRun();
    run.send(0, 'a');
    run.send(2, 'c');
    run.clock.advance(4000);
    run.send(1, 'b');
    run.clock.advance(4000);
    expect(run.heard).toEqual(['a', 'b', 'c']);
  });
});

describe('a poll', () => {
  it('waits for something to be sent', () => {
    const run = new RtmptRun();
    const poll = run.idle(0);
    run.clock.advance(400);
    expect(poll.outcome).toBeUndefined();
    run.write('news');
    expect(poll.outcome).toEqual([1, 'news']);
  });

  it('asks for longer and longer pauses while there is nothing, and for none when there is', () => {
    const run = new RtmptRun();
    const intervals = [0, 1, 2, 3, 4, 5, 6].map((sequence) => {
      const poll = run.idle(sequence);
      run.clock.advance(rtmptOptions.idleAckInterval);
      return poll.outcome;
    });
    expect(intervals).toEqual([3, 5, 9, 17, 33, 33, 33].map((interval) => [interval, '']));
    run.write('news');
    expect(run.idle(7).outcome).toEqual([1, 'news']);
  });

  it('is answered at once if it may not be kept', () => {
    expect(new RtmptRun({ idleAckInterval: 0 }).idle(0).outcome).toEqual([3, '']);
  });

  it('is answered when the next request comes', () => {
    const run = new RtmptRun();
    const poll = run.idle(0);
    expect(run.send(1, 'a').outcome).toEqual([1 + 2, '']);
    expect(poll.outcome).toEqual([3, '']);
  });

  it('takes no more than fits into an answer', () => {
    const run = new RtmptRun();
    run.write('0123456789', 'abcdefghij');
    expect(run.session.queuedBytes).toBe(20);
    expect(run.idle(0).outcome).toEqual([1, '0123456789abcdef']);
    expect(run.session.queuedBytes).toBe(4);
    expect(run.heard).toEqual([]);
    expect(run.idle(1).outcome).toEqual([1, 'ghij']);
    expect(run.heard).toEqual(['drained']);
  });

  it('that nobody waits for any more loses nothing', () => {
    const run = new RtmptRun();
    run.idle(0).isGone = true;
    run.write('news');
    const again = run.idle(0);
    expect(again.outcome).toEqual([1, 'news']);
  });

  it('that is given up in favour of the next loses nothing', () => {
    const run = new RtmptRun();
    run.idle(0).isGone = true;
    run.write('news');
    expect(run.idle(1).outcome).toEqual([1, 'news']);
    expect(run.idle(0).outcome).toEqual([1, '']);
  });
});

describe('a session that is paused', () => {
  it('keeps what comes, and the answer for a while', () => {
    const run = new RtmptRun();
    run.session.pause();
    const first = run.send(0, 'a');
    run.clock.advance(499);
    expect(first.outcome).toBeUndefined();
    run.clock.advance(1);
    expect(first.outcome).toEqual([1, '']);
    const second = run.send(1, 'b');
    run.session.resume();
    run.clock.turn();
    expect(second.outcome).toEqual([1, '']);
    expect(run.heard).toEqual(['a', 'b']);
  });

  it('answers with what is to be sent all the same: the client may be waited for to read it', () => {
    const run = new RtmptRun();
    run.session.pause();
    run.write('news');
    expect(run.send(0, 'a').outcome).toEqual([1, 'news']);
    expect(run.heard).toEqual(['drained']);
  });

  it('takes no more requests when much is unread', () => {
    const run = new RtmptRun();
    run.session.pause();
    const much = 'x'.repeat(300_000);
    run.send(0, much);
    const second = run.send(1, 'b');
    const third = run.send(2, 'c');
    run.clock.advance(20_000);
    expect([second.outcome, third.outcome]).toEqual([undefined, undefined]);
    run.session.resume();
    run.clock.turn();
    expect([second.outcome, third.outcome]).toEqual([
      [1, ''],
      [1, ''],
    ]);
    expect(run.heard).toEqual([much, 'b', 'c']);
  });

  it('by what it receives gives the rest when it goes on', () => {
    const run = new RtmptRun();
    run.onReceived = () => run.session.pause();
    run.send(1, 'b');
    run.send(0, 'a');
    expect(run.heard).toEqual(['a']);
    run.session.resume();
    expect(run.heard).toEqual(['a', 'b']);
  });
});

describe('a session ends', () => {
  it('when the client closes it, after what it sent before', () => {
    const run = new RtmptRun();
    const goodbye = run.close(1);
    expect(goodbye.outcome).toBeUndefined();
    run.send(0, 'a');
    expect(goodbye.outcome).toEqual([0, '']);
    expect(run.heard).toEqual(['a', 'closed']);
    expect(run.idle(2).outcome).toBe(404);
    expect(run.over).toBe(1);
  });

  it('when no request comes any more', () => {
    const run = new RtmptRun();
    run.clock.advance(30_000);
    run.send(0, 'a');
    run.clock.advance(59_999);
    expect(run.heard).toEqual(['a']);
    run.clock.advance(1);
    expect(run.heard).toEqual(['a', 'closed: no request came any more']);
  });

  it('soon when the connection is gone, unless a request comes over another', () => {
    const run = new RtmptRun();
    run.send(0, 'a');
    run.session.connectionLost();
    run.clock.advance(9_999);
    run.send(1, 'b');
    run.clock.advance(20_000);
    expect(run.heard).toEqual(['a', 'b']);
    run.session.connectionLost();
    run.clock.advance(10_000);
    expect(run.heard).toEqual(['a', 'b', 'closed: no request came any more']);
  });

  it('when the server ends it, with the last words', () => {
    const run = new RtmptRun();
    run.write('0123456789abcdef', 'last words');
    run.session.end();
    run.write('nothing more');
    expect(run.send(0, 'a').outcome).toEqual([1, '0123456789abcdef']);
    expect(run.heard).toEqual([]);
    expect(run.idle(1).outcome).toEqual([1, 'last words']);
    expect(run.heard).toEqual(['closed']);
    expect(run.idle(2).outcome).toBe(404);
  });

  it('when nobody fetches the last words', () => {
    const run = new RtmptRun();
    run.write('last words');
    run.session.end();
    run.clock.advance(5000);
    expect(run.heard).toEqual(['closed']);
  });

  it('at once when it is destroyed, and tells so afterwards', () => {
    const run = new RtmptRun();
    const [poll, ahead] = [run.idle(0), run.send(2, 'c')];
    run.session.destroy();
    run.session.destroy();
    expect([poll.outcome, ahead.outcome, run.over, run.heard]).toEqual([404, 404, 1, []]);
    run.clock.turn();
    expect(run.heard).toEqual(['closed']);
    expect(run.clock.timers).toBe(0);
  });

  it('in the midst of what it receives', () => {
    const run = new RtmptRun();
    const second = run.send(1, 'b');
    run.onReceived = () => run.session.destroy();
    expect(run.send(0, 'a').outcome).toBe(404);
    expect(second.outcome).toBe(404);
    expect(run.heard).toEqual(['a', 'closed']);
  });

  it('while the answer to one request goes out, before the next is taken', () => {
    const run = new RtmptRun();
    run.idle(0);
    run.session.write([Buffer.from('last words')]);
    run.session.end();
    const next = new TestRequest('send', 1, 'a');
    run.session.request(next);
    expect(next.outcome).toBe(404);
    run.clock.turn();
    expect(run.heard).toEqual(['closed']);
  });
});
