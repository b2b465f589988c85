import { expect, it } from 'vitest';
import { ApiRun } from '../../support/api-run.js';

it.each(['/api/docs', '/api/docs/'])('the page at %s is whole without the world outside', async (path) => {
  const run = await ApiRun.start();
  const page = await run.ask({ method: 'GET', url: path });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).not.toMatch(/https?:|upgrade|\w\.\w/);
  const parts = [...page.body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, part = '']) => part);
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) {
    const url = new URL(part, `http://here${path}`);
    const { statusCode, body } = await run.ask({ method: 'GET', url: url.pathname });
    expect([url.host, url.pathname, statusCode]).toEqual(['here', url.pathname, 200]);
    if (part.endsWith('swagger-initializer.js')) expect(body).toMatch(/x-csrf-token[^]*validatorUrl: null/i);
  }
});
