import type { FmsAnswer } from './fms-answer.js';
import type { FmsValue } from './fms-value.js';
import { fmsMembers } from './fms-value.js';

/** What XML 1.0 cannot hold, escaped or not. */
const IMPOSSIBLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

export interface FmsXmlOptions {
  /** Items of lists are `<elem name="0">` and not `<_0>` (AdminElem of FMS's Server.xml). */
  readonly adminElem: boolean;
}

/** An answer as FMS writes it, without a line break in it. */
export function fmsXml(answer: FmsAnswer, now: Date, options: FmsXmlOptions): string {
  const { level, code, description, data } = answer;
  const parts = [
    element('level', level, options),
    element('code', code, options),
    ...(description === undefined ? [] : [element('description', description, options)]),
    element('timestamp', now, options),
    ...(data === undefined ? [] : [element('data', data, options)]),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>\n<result>${parts.join('')}</result>`;
}

function element(name: string | number, value: FmsValue, options: FmsXmlOptions): string {
  const inside = content(value, options);
  if (typeof name === 'string' && NAME.test(name)) return `<${name}>${inside}</${name}>`;
  if (typeof name === 'number' && !options.adminElem) return `<_${name}>${inside}</_${name}>`;
  return `<elem name="${escape(String(name))}">${inside}</elem>`;
}

function content(value: FmsValue, options: FmsXmlOptions): string {
  if (value === null) return '';
  if (value instanceof Date) return fmsDate(value);
  if (typeof value !== 'object') return escape(String(value));
  return fmsMembers(value)
    .map(([name, member]) => element(name, member, options))
    .join('');
}

/** `7/23/2007 8:25:52 AM`, by the clock of this place. */
function fmsDate(date: Date): string {
  const hours = date.getHours();
  const [minutes, seconds] = [date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  const day = `${date.getMonth() + 1}/${date.getDate()}/${date.getFullYear()}`;
  return `${day} ${hours % 12 === 0 ? 12 : hours % 12}:${minutes}:${seconds} ${hours < 12 ? 'AM' : 'PM'}`;
}

function escape(text: string): string {
  return text
    .replace(IMPOSSIBLE, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
