import { expect, test } from 'vitest';
import { IngestGate } from '../../../src/netconnection/ingest-gate.js';

test.each([
  { name: 'what is allowed', bytes: 1000, messages: 1, wait: 0 },
  { name: 'twice the bytes', bytes: 2000, messages: 1, wait: 1000 },
  { name: 'three times the messages', bytes: 0, messages: 30, wait: 2000 },
  { name: 'too much of both: the longer wait', bytes: 2000, messages: 30, wait: 2000 },
  { name: 'too little to be worth a timer', bytes: 1009, messages: 1, wait: 0 },
  { name: 'just enough', bytes: 1010, messages: 1, wait: 10 },
])('$name', ({ bytes, messages, wait }) => {
  const gate = new IngestGate({ bytesPerSecond: 1000, messagesPerSecond: 10 }, 0);
  expect(gate.passed(bytes, messages, 0)).toBe(wait);
});

test('short waits are saved up, not forgiven', () => {
  const gate = new IngestGate({ bytesPerSecond: 1000, messagesPerSecond: Infinity }, 0);
  expect(gate.passed(1005, 1, 0)).toBe(0);
  expect(gate.passed(5, 1, 0)).toBe(10);
});

test('without bounds nobody waits', () => {
  const gate = new IngestGate({ bytesPerSecond: Infinity, messagesPerSecond: Infinity }, 0);
  expect(gate.passed(1e12, 1e9, 0)).toBe(0);
});
