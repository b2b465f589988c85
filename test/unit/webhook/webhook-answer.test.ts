import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../../src/webhook/webhook-answer.js';

const verdict = (status: number, body: string, format: 'json' | 'form' = 'json') =>
  readAnswer({ status, type: '', body }, format);

describe('with JSON', () => {
  test.each([
    [200, '', 'yes'],
    [204, '', 'yes'],
    [299, ' \r\n', 'yes'],
    [200, '{}', 'yes'],
    [200, '{"allow":true,"reason":"nice"}', 'yes'],
    [200, '{"status":"ok"}', 'yes'],
    [200, '{"allow":false}', 'no'],
    [200, '{"__proto__":{"allow":true},"allow":false}', 'no'],
    [200, '{"__proto__":{"allow":false}}', 'yes'],
    [400, '', 'no'],
    [403, '<html>', 'no'],
    [404, '{"allow":true}', 'no'],
    [200, 'OK', 'failure'],
    [200, '<!doctype html>', 'failure'],
    [200, '{"allow":false', 'failure'],
    [200, '{"allow":"false"}', 'failure'],
    [200, '{"allow":0}', 'failure'],
    [200, '{"allow":null}', 'failure'],
    [200, '[]', 'failure'],
    [200, 'null', 'failure'],
    [200, 'false', 'failure'],
    [301, '', 'failure'],
    [302, '{"allow":true}', 'failure'],
    [304, '', 'failure'],
    [408, '', 'failure'],
    [429, '', 'failure'],
    [500, '{"allow":true}', 'failure'],
    [503, '', 'failure'],
    [0, '', 'failure'],
    [600, '', 'failure'],
  ])('%d %s is %s', (status, body, is) => {
    expect(verdict(status, body).is).toBe(is);
  });

  test.each([
    [200, '{"allow":false,"reason":"Not today."}', 'Not today.'],
    [403, '{"reason":"Not today."}', 'Not today.'],
    [403, '{"reason":""}', undefined],
    [403, '{"reason":7}', undefined],
    [403, 'Forbidden', undefined],
    [403, '{"reason":"a\\nb\\u001b[31m"}', 'a\\u000ab\\u001b[31m'],
    [403, JSON.stringify({ reason: 'x'.repeat(5000) }), `${'x'.repeat(200)}…`],
    [403, '{"reason":"ag_0123456789abcdef0123"}', 'ag_…'],
  ])('%d %s: the client is told %s', (status, body, description) => {
    expect(verdict(status, body)).toMatchObject(description === undefined ? { is: 'no' } : { is: 'no', description });
    if (description === undefined) expect(verdict(status, body)).not.toHaveProperty('description');
  });
});

test.each([
  [200, '<?php', 'yes'],
  [200, '{"allow":false}', 'yes'],
  [403, '{"reason":"x"}', 'no'],
  [302, '', 'failure'],
  [500, '', 'failure'],
])('with forms the status alone counts, as in nginx-rtmp: %d %s is %s', (status, body, is) => {
  expect(verdict(status, body, 'form').is).toBe(is);
});

test.each([
  [500, false],
  [502, true],
  [504, true],
  [429, false],
  [302, false],
])('after %d the address is down: %s', (status, isDown) => {
  expect(verdict(status, '')).toMatchObject({ isDown });
});
