import { describe, expect, test } from 'vitest';
import { ProgressBar } from '../../../src/main/progress-bar.js';

class Terminal {
  written = '';

  constructor(
    readonly isTTY: boolean,
    readonly columns = 60,
  ) {}

  write(text: string): void {
    this.written += text;
  }
}

describe('the progress bar', () => {
  test('says how far the work has come, ten times a second at most, and goes away', () => {
    const terminal = new Terminal(true);
    let now = 0;
    const bar = new ProgressBar(terminal, () => now);
    bar.label('a.flv');
    bar.show(0);
    now = 99;
    bar.show(0.2);
    now = 100;
    bar.show(0.5);
    expect(terminal.written.split('\r\u001b[K')).toEqual([
      '',
      '[------------------------]   0 % a.flv',
      '[############------------]  50 % a.flv',
    ]);
    bar.clear();
    bar.clear();
    expect(terminal.written.endsWith('a.flv\r\u001b[K')).toBe(true);
  });

  test('never is longer than the line, nor fuller than full', () => {
    const terminal = new Terminal(true, 40);
    const bar = new ProgressBar(terminal, () => 0);
    bar.label('a-very-long-name.flv');
    bar.show(7);
    expect(terminal.written).toBe('\r\u001b[K[########################] 100 % a-very');
  });

  test('on a pipe there is none', () => {
    const pipe = new Terminal(false);
    const bar = new ProgressBar(pipe, () => 0);
    bar.show(0.5);
    bar.clear();
    expect(pipe.written).toBe('');
  });
});
