/** A script that does what it should not, and what is seen of it. */
export interface MisbehavingScript {
  /** The name of its application. */
  readonly name: string;
  readonly file: 'main.asc' | 'main.ts';
  /** Where it misbehaves: while it lets a client in, or in a call. */
  readonly within: 'connect' | 'call';
  /** What it does; it has `client` and `app`. */
  readonly does: string;
  /** What the log says of it: part of the text, and the line of `does` that is named, from 1, if one is. */
  readonly logged?: { readonly text: RegExp; readonly line?: number };
  /** Whether its thread is ended, so that all its clients lose their connections. `either`: as it comes. */
  readonly thread: 'lives' | 'ends' | 'either';
}

/** The line of the file at which `does` begins. */
export const firstLine = { 'main.asc': 2, 'main.ts': 3 } as const;

const scripts = {
  'main.asc': (does: string) => `function misbehave(client) {
${does}
}
application.onConnect = function (client, how) {
  return how == 'badly' ? misbehave(client) : true;
};
Client.prototype.misbehave = function () { misbehave(this); return true; };
Client.prototype.well = function () { return true; };
`,
  'main.ts': (does: string) => `import { defineApplication } from 'afterglow-media/application';
function misbehave(client, app) {
${does}
}
export default defineApplication((app) => ({
  onConnect: (client, how) => (how === 'badly' ? misbehave(client, app) : true),
  methods: {
    misbehave: (client) => misbehave(client, app),
    well: () => true,
  },
}));
`,
};

/** The whole text of the script. */
export function sourceOf({ file, does }: Pick<MisbehavingScript, 'file' | 'does'>): string {
  return scripts[file](does);
}

/** What its application.yaml says, so that a test need not wait long. */
export const misbehavingSettings = 'script: { maxTime: 2s, memory: 64MB }';

const loop = 'for (;;) {}';
const later = '(function again() { Promise.resolve().then(again); })();';
const memory = 'const kept = []; for (;;) kept.push(new Array(1000).fill(kept.length));';
const map = 'for (const kept = new Map(); ; ) kept.set(kept.size, kept.size);';
const list = 'return new Array(1e8).fill(0);';
const buffers = 'const kept = []; for (;;) kept.push(new Uint8Array(1e6).fill(1));';
const calls = `for (let i = 0; i < 1e6; i++) client.call('heard', null, i);`;
const calledOften = calls.replace('null, i', 'i').replace(');', ').catch(() => undefined);');
const tooLong = { text: /took longer than 2 s \(script\.maxTime\) and was ended/ };
const tooBusy = { text: /did not come back within 5 s: an endless loop\?/ };
const tooMuch = { text: /used more than 64 MB \(script\.memory\)/ };
const tooMuchOrLong = { text: new RegExp(`${tooLong.text.source}|${tooMuch.text.source}`) };
const notForScripts = { text: /is not for scripts: the server runs other applications too/, line: 1 };
const unanswered = { text: /rtmp\.acceptTimeout/ };
const tooLongList = { text: /is too long for fill: 33554432 are allowed/, line: 1 };
const wrong = { text: /this went wrong/, line: 1 };
const tooMany = { text: /there are 10000 timers already/, line: 1 };

type Row = readonly [
  name: string,
  does: string,
  logged: MisbehavingScript['logged'],
  thread: MisbehavingScript['thread'],
];

const inAsc: readonly Row[] = [
  ['loop', loop, tooLong, 'lives'],
  ['throw', `throw new Error('this went wrong');`, wrong, 'lives'],
];
const inTs: readonly Row[] = [
  ['loop', loop, tooBusy, 'ends'],
  ['throw', `throw new Error('this went wrong');`, wrong, 'lives'],
];

const inCallsOfAsc: readonly Row[] = [
  ['rejection', `Promise.reject(new Error('this went wrong'));`, wrong, 'lives'],
  ['late-throw', `setTimeout(function () { throw new Error('this went wrong'); }, 1);`, wrong, 'lives'],
  ['depth', '(function down() { down(); })();', { text: /Maximum call stack size exceeded/, line: 1 }, 'lives'],
  ['microtasks', later, tooLong, 'lives'],
  ['timers', 'for (;;) setInterval(function () {}, 10);', tooMany, 'lives'],
  ['questions', 'for (;;) Stream.length("film");', tooLong, 'lives'],
  ['words', 'for (;;) trace("a word");', tooLong, 'lives'],
  ['memory', memory, tooMuchOrLong, 'either'],
  ['map', map, tooMuchOrLong, 'either'],
  ['list', list, tooLongList, 'lives'],
  ['buffers', buffers, tooMuchOrLong, 'either'],
  ['calls', calls, undefined, 'either'],
];

const inCallsOfTs: readonly Row[] = [
  ['rejection', `Promise.reject(new Error('this went wrong'));`, wrong, 'lives'],
  ['late-throw', `setTimeout(() => { throw new Error('this went wrong'); });`, wrong, 'lives'],
  ['microtasks', later, tooBusy, 'ends'],
  ['timers', 'for (;;) app.every(10, () => undefined);', tooMany, 'lives'],
  ['exit', 'process.exit();', notForScripts, 'lives'],
  ['abort', 'process.abort();', notForScripts, 'lives'],
  ['kill', `process.kill(process.pid, 'SIGKILL');`, notForScripts, 'lives'],
  ['node-timers', 'for (;;) setInterval(() => {}, 10);', tooMany, 'lives'],
  ['memory', memory, tooMuch, 'ends'],
  ['map', map, tooMuch, 'ends'],
  ['list', list, tooLongList, 'lives'],
  ['buffers', buffers, tooMuch, 'ends'],
  ['calls', calledOften, undefined, 'either'],
];

export const misbehavingScripts: readonly MisbehavingScript[] = [
  ...rows('main.asc', 'connect', [...inAsc, ['silence', 'return;', unanswered, 'lives']]),
  ...rows('main.ts', 'connect', [...inTs, ['silence', 'return new Promise(() => {});', unanswered, 'lives']]),
  ...rows('main.asc', 'call', [...inAsc, ...inCallsOfAsc]),
  ...rows('main.ts', 'call', [...inTs, ...inCallsOfTs]),
];

function rows(
  file: MisbehavingScript['file'],
  within: MisbehavingScript['within'],
  table: readonly Row[],
): MisbehavingScript[] {
  return table.map(([what, does, logged, thread]) => ({
    name: `${what}-in-${within}-of-${file.replace('.', '-')}`,
    file,
    within,
    does,
    thread,
    ...(logged && { logged }),
  }));
}
