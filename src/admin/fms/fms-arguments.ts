import type { InstancePlace } from '../api/schema/index.js';
import { callFailed } from './fms-answer.js';
import type { FmsArgument, FmsArguments, FmsCall } from './fms-context.js';

/** A parameter that must be there. */
export function text(args: FmsArguments, name: string): string {
  const value = optionalText(args, name);
  if (value === undefined) throw callFailed(`The parameter ${name} is missing.`);
  return value;
}

/** A text; undefined if it is missing or empty. */
export function optionalText(args: FmsArguments, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** True, `true`, 1 and `1`. */
export function flag(args: FmsArguments, name: string, absent = false): boolean {
  const value = args[name];
  if (value === undefined || value === null || value === '') return absent;
  return value === true || value === 1 || value === 'true' || value === '1';
}

/** Numbers: one, a list, or `1,2,3`. */
export function numbers(value: FmsArgument): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') return value.split(/[,;\s]+/).flatMap((part) => (part === '' ? [] : numbersOf(part)));
  return Array.isArray(value) ? (value as readonly FmsArgument[]).flatMap(numbers) : [];
}

function numbersOf(part: string): number[] {
  const number = Number(part);
  return Number.isInteger(number) ? [number] : [];
}

/** The place of `app[/instance]`, in the virtual host that the call is about. */
export function instanceNamed({ host }: Pick<FmsCall, 'host'>, appInst: string): InstancePlace {
  const slash = appInst.indexOf('/');
  const application = slash < 0 ? appInst : appInst.slice(0, slash);
  const instance = slash < 0 ? '_definst_' : appInst.slice(slash + 1);
  // The documentation of FMS prints _defInst_.
  return { ...host, application, instance: instance === '' || instance === '_defInst_' ? '_definst_' : instance };
}
