import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACCESS_FIELD_NAMES } from '../../src/logging/access-fields.js';
import { AccessLog } from '../../src/logging/access-log.js';
import { AdminLog } from '../../src/logging/admin-log.js';
import { DiagnosticLog } from '../../src/logging/diagnostic-log.js';
import { ScriptLogFiles } from '../../src/logging/script-log-files.js';
import { ManualClock } from '../support/manual-clock.js';
import { RecordingLogger } from '../support/recording-logger.js';

const KEY = 'ag_0123456789abcdefghijklmnopqrstuv';
const TOKEN = 'aft_0123456789-abcdefghijklmnopqrstuvwxyz_ABCDEFG';
/** What ends a line somewhere, divides fields, or moves what is read. */
const BREAKS = [
  '\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u000b',
  '\u000c',
  '\u001b[2J',
  '\u0085',
  '\u009b2J',
  '\u2028',
  '\u202e',
];

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(...BREAKS, ' ', '"', '#Fields: x', '', '\ud800', `?key=${KEY}`, KEY, `${TOKEN} `, `Bearer ${TOKEN}`),
);
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(' '));
const event = fc.record({ name: text, query: text, application: text, message: text, reason: text });
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

const usual = { enable: true, time: 'utc', rotation: { maxSize: 1e9, every: 'never', history: 1 } } as const;
const failed = (error: unknown): never => {
  throw error;
};

interface Written {
  readonly write: (event: Event) => void;
  readonly flush: () => Promise<void>;
}

/** Each of the logs in files, `fields` to a line of W3C; what has several lines of text is that many of them in a script's. */
const LOGS = {
  access: (folder, format) => {
    const options = { ...usual, format, events: [], fields: ACCESS_FIELD_NAMES, shownParameters: [], checkpoints: 0 };
    const surroundings = { pid: 1, serverAddress: '192.0.2.1', load: () => ({ cpu: 1, memory: 1 }) };
    const means = { clock: new ManualClock(), software: 'Afterglow', surroundings, failed };
    const log = new AccessLog(join(folder, 'a', 'log.log'), () => options, means);
    const write = ({ name, query, application, message, reason }: Event) =>
      log.happened({
        event: 'publish',
        place: { application, instance: name },
        stream: { type: 'flv', name, query },
        refusal: { reason: 'denied', rule: reason, description: message },
      });
    return { write, flush: () => log.flush() };
  },
  admin: (folder, format) => {
    const log = new AdminLog(join(folder, 'a', 'log.log'), () => ({ ...usual, format }), new ManualClock(), failed);
    const write = ({ name, query, application, message }: Event) =>
      log.write({ user: name, address: query, by: application, action: message, target: name, status: 200 });
    return { write, flush: () => log.flush() };
  },
  diagnostic: (folder, format) => {
    const options = { ...usual, format, level: 'debug' } as const;
    const log = new DiagnosticLog(join(folder, 'a', 'log.log'), () => options, new ManualClock(), failed);
    const write = ({ name, query, application, message, reason }: Event) =>
      log.write('info', message, { name, application, error: new Error(reason), more: { query, list: [name] } });
    return { write, flush: () => log.flush() };
  },
  application: (folder, format) => {
    const logs = new ScriptLogFiles(folder, () => ({ ...usual, format }), new ManualClock(), new RecordingLogger());
    const write = ({ message, name }: Event) =>
      logs.write(['a', 'log'], {
        level: 'trace',
        text: message.replace(/[\r\n]/g, ' '),
        file: name.replace(/[\r\n]/g, ' '),
        line: 7,
      });
    return { write, flush: () => logs.flush() };
  },
} satisfies Record<string, (folder: string, format: 'w3c' | 'json') => Written>;

const FIELDS = { access: ACCESS_FIELD_NAMES.length, admin: 9, diagnostic: 6, application: 6 } as const;

test.each(
  Object.keys(LOGS).flatMap((name) =>
    (['w3c', 'json'] as const).map((format) => [name as keyof typeof LOGS, format] as const),
  ),
)(
  'the %s log as %s is one line for each event, whatever it contains, and has no key and no token',
  async (name, format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (events) => {
        const folder = await mkdtemp(join(tmpdir(), 'log-lines-'));
        try {
          const log = LOGS[name](folder, format);
          for (const one of events) log.write(one);
          await log.flush();
          const written = await readFile(join(folder, 'a', 'log.log'), 'utf8');
          expect(written).not.toMatch(/0123456789/);
          const lines = written.split(/\r\n|[\n\r\u000b\u000c\u0085\u2028\u2029]/);
          expect(lines.pop()).toBe('');
          const told = lines.filter((line) => !/^#(?:Version|Start-Date|Software|Date|Fields)/.test(line));
          expect(told).toHaveLength(events.length);
          for (const line of told) {
            expect(line).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
            if (format === 'json') expect(JSON.parse(line)).toBeTypeOf('object');
            else expect(line.split('\t')).toHaveLength(FIELDS[name]);
          }
        } finally {
          await rm(folder, { recursive: true });
        }
      }),
      { numRuns: 60 },
    );
  },
);
