import type { Element, Node } from '@xmldom/xmldom';
import { DOMParser } from '@xmldom/xmldom';
import { ImportError } from '../import-error.js';
import type { ImportPlace } from '../imported.js';
import type { Substitutions } from './substitutions.js';

/** A value in a file of FMS: the text of an element without others in it, or an attribute. */
export interface FmsSetting {
  /** Below the root: `Live/Queue/MaxQueueDelay`; of an attribute `Live/Queue@enabled`. */
  readonly path: string;
  /** With the variables of fms.ini in place; without blanks around it. */
  readonly value: string;
  /** Of the element, and of an attribute of it. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Attributes of the element around it: whether that is enabled at all. */
  readonly parent: ReadonlyMap<string, string>;
  readonly line: number;
  /** Variables in it that fms.ini does not have. */
  readonly unknown: readonly string[];
}

const ELEMENT = 1;

/**
 * All settings of a file in the order in which they stand. Throws ImportError if it is no XML.
 *
 * @param root how the outermost elements may be called, left out of the paths: `Root/Server`
 */
export function readSettings(file: string, text: string, root: string, variables: Substitutions): FmsSetting[] {
  const settings: FmsSetting[] = [];
  const [outer = '', ...inner] = root.split('/');
  let element = documentElement(file, text);
  if (element.tagName !== outer) {
    throw new ImportError('syntax', `${file}: it begins with <${element.tagName}> instead of <${outer}>`);
  }
  for (const name of inner) {
    const next = elementsIn(element).find(({ tagName }) => tagName === name);
    if (next === undefined) return [];
    element = next;
  }
  collect(element, '', new Map(), variables, settings);
  return settings;
}

/** Where a setting stands, without its value if that is a secret. */
export function placeOf(file: string, { path, value, line }: Pick<FmsSetting, 'path' | 'value' | 'line'>): ImportPlace {
  const isSecret = /pass|license|secret/i.test(path);
  return { file, line, what: value === '' ? path : `${path} = ${isSecret ? '…' : value}` };
}

function collect(
  element: Element,
  path: string,
  parent: ReadonlyMap<string, string>,
  variables: Substitutions,
  settings: FmsSetting[],
): void {
  const attributes = new Map(Array.from(element.attributes, ({ name, value }) => [name, variables.apply(value).text]));
  const add = (at: string, written: string): void => {
    const { text, unknown } = variables.apply(written.trim());
    settings.push({ path: at, value: text.trim(), attributes, parent, line: element.lineNumber ?? 1, unknown });
  };
  if (path !== '') for (const { name, value } of Array.from(element.attributes)) add(`${path}@${name}`, value);
  const children = elementsIn(element);
  if (children.length === 0 && path !== '') add(path, element.textContent ?? '');
  for (const child of children)
    collect(child, path === '' ? child.tagName : `${path}/${child.tagName}`, attributes, variables, settings);
}

function documentElement(file: string, text: string): Element {
  let fault: string | undefined;
  const onError = (level: string, message: string): void => {
    if (level !== 'warning') fault ??= message;
  };
  try {
    const { documentElement: found } = new DOMParser({ onError }).parseFromString(
      text.replace(/^\uFEFF/, ''),
      'text/xml',
    );
    if (fault === undefined && found !== null) return found;
  } catch (error) {
    fault ??= error instanceof Error ? error.message : String(error);
  }
  throw new ImportError('syntax', `${file}: it is no XML: ${fault ?? 'there is no element in it'}`);
}

function elementsIn(element: Element): Element[] {
  return Array.from(element.childNodes as Iterable<Node>).filter((node): node is Element => node.nodeType === ELEMENT);
}
