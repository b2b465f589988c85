import type { FmsSetting } from './settings-file.js';

/** What becomes of a setting of FMS. */
export type Rule =
  /** `key` is dotted, of the file of the level or, with a prefix such as `application:`, of another. */
  | { readonly key: string; readonly isList: boolean; readonly convert: (setting: FmsSetting) => unknown }
  /** It says why there is none, or what to do. */
  | { readonly says: string; readonly unless: readonly string[] };

/** By path; a path that ends with `/` or `@` stands for all that begins with it. One setting may say several things. */
export type Rules = Readonly<Record<string, Rule | readonly Rule[]>>;

export function to(key: string, convert: (value: string) => unknown): Rule {
  return { key, isList: false, convert: ({ value }) => (value === '' ? undefined : convert(value)) };
}

/** As `to`, for a value that counts only if the element around it is enabled, as the attribute says. */
export function toIf(attribute: string, key: string, convert: (value: string) => unknown): Rule {
  return {
    key,
    isList: false,
    convert: ({ value, parent }) =>
      value === '' || flag(parent.get(attribute) ?? 'true') === false ? undefined : convert(value),
  };
}

/** To one or several items of a list. */
export function into(key: string, convert: (setting: FmsSetting) => readonly unknown[] | undefined): Rule {
  return { key, isList: true, convert };
}

/** @param unless values that nobody has chosen, of which nothing need be said */
export function none(says: string, ...unless: string[]): Rule {
  return { says, unless };
}

/** What there is no counterpart of, with the values that FMS ships with, `|` between them: those nobody has chosen. */
export function without(shipped: Readonly<Record<string, string>>): Rules {
  return Object.fromEntries(
    Object.entries(shipped).map(([path, values]) => [
      path,
      none('It has no counterpart here.', '', ...values.split('|')),
    ]),
  );
}

export const text = (value: string): string => value;

export const flag = (value: string): boolean | undefined =>
  /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : undefined;

export const lower = (value: string): string => value.toLowerCase();

export const whole = (value: string): number | undefined => (/^-?\d+$/.test(value) ? Number(value) : undefined);

/** A number with a unit of ours behind it; -1, which means no bound, is left as it is here. */
export const unit =
  (name: string, unbounded?: string | number) =>
  (value: string): string | number | undefined => {
    const number = Number(value);
    if (Number.isNaN(number)) return undefined;
    return number < 0 ? unbounded : `${number}${name}`;
  };

/** Items with a comma or a blank between them. */
export const words = ({ value }: FmsSetting): string[] | undefined => {
  const items = value.split(/[\s,]+/).filter((item) => item !== '');
  return items.length === 0 ? undefined : items;
};

/** Folders with a semicolon between them. */
export const folders = (value: string): string[] => value.split(';').flatMap((folder) => folder.trim() || []);

/** `/name;folder` as one of our virtual directories. */
export function virtualDirectory({ value }: FmsSetting, nameKey: string): Record<string, string> | undefined {
  const semicolon = value.indexOf(';');
  if (semicolon < 0) return undefined;
  const name = value
    .slice(0, semicolon)
    .trim()
    .replace(/^\/+|\/+$/g, '');
  const dir = value.slice(semicolon + 1).trim();
  return dir === '' ? undefined : { [nameKey]: name, dir };
}
