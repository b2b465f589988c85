import type { ScriptFileFacts, ScriptFileMode } from '../../../storage/script-files.js';
import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import type { FileType } from './open-file.js';
import { OpenFile } from './open-file.js';

const MODES: ReadonlySet<string> = new Set<ScriptFileMode>(['read', 'write', 'readWrite', 'append', 'create']);
const TYPES: ReadonlySet<string> = new Set<FileType>(['text', 'binary', 'utf8']);

/** Makes `File` global. Text is UTF-8, as `utf8` is; in `binary` a character is a byte. */
export function defineFile(runtime: AscRuntime): void {
  const { files } = runtime.host.services;

  class File {
    #path: string;
    #open: OpenFile | undefined;

    constructor(name?: unknown) {
      if (name === undefined) throw new TypeError('new File needs the name of a file');
      this.#path = asText(name);
    }

    get name(): string {
      return this.#path;
    }

    get exists(): boolean {
      return this.#facts !== undefined;
    }

    get isFile(): boolean {
      return this.#facts?.kind === 'file';
    }

    get isDirectory(): boolean {
      return this.#facts?.kind === 'folder';
    }

    get isOpen(): boolean {
      return this.#open !== undefined;
    }

    get canRead(): boolean {
      return this.#facts?.canRead ?? false;
    }

    get canWrite(): boolean {
      return this.#facts?.canWrite ?? false;
    }

    get canAppend(): boolean {
      return this.canWrite;
    }

    get canReplace(): boolean {
      return this.canWrite;
    }

    get creationTime(): Date | undefined {
      const facts = this.#facts;
      return facts === undefined ? undefined : new Date(facts.created);
    }

    get lastModified(): Date | undefined {
      const facts = this.#facts;
      return facts === undefined ? undefined : new Date(facts.modified);
    }

    /** Bytes; of a folder, entries. */
    get length(): number {
      return this.#open?.size ?? this.#facts?.length ?? 0;
    }

    get mode(): string {
      return this.#open?.mode ?? '';
    }

    get type(): string {
      return this.#open?.type ?? '';
    }

    get position(): number {
      return this.#open?.position ?? 0;
    }

    set position(position: unknown) {
      this.#opened('position').position = Number(position);
    }

    /** Modes may be joined by commas: `read,write` is readWrite. */
    open(type?: unknown, mode?: unknown): boolean {
      const [kind, way] = [asText(type ?? 'text'), modeOf(asText(mode ?? 'read'))];
      if (!TYPES.has(kind)) throw new TypeError(`File.open: "${kind}" is not "text", "binary" or "utf8"`);
      this.close();
      const number = files.open(this.#path, way);
      if (number !== undefined) this.#open = new OpenFile(files, number, kind as FileType, way, this.#path);
      return number !== undefined;
    }

    close(): boolean {
      const isClosed = this.#open?.close() ?? false;
      this.#open = undefined;
      return isClosed;
    }

    flush(): boolean {
      return this.#open?.flush() ?? false;
    }

    eof(): boolean {
      return this.#open?.isAtEnd ?? true;
    }

    /** Characters of a text; of a binary file bytes, as an array. */
    read(count?: unknown): string | number[] {
      const open = this.#opened('read');
      const wanted = Math.trunc(Number(count)) || 0;
      return open.type === 'binary' ? Array.from(open.readBytes(wanted)) : open.readText(wanted);
    }

    /** All lines from the position on; of a binary file all bytes. */
    readAll(): unknown[] {
      const open = this.#opened('readAll');
      if (open.type === 'binary') return Array.from(open.readBytes(open.size - open.position));
      const lines: string[] = [];
      for (let line = open.readLine(); line !== undefined; line = open.readLine()) lines.push(line);
      return lines;
    }

    /** -1 at the end. */
    readByte(): number {
      return this.#opened('readByte').readBytes(1)[0] ?? -1;
    }

    /** Without its end; an empty text at the end of the file. */
    readln(): string {
      return this.#opened('readln').readLine() ?? '';
    }

    write(...values: unknown[]): boolean {
      const open = this.#opened('write');
      return values.every((value) => {
        const isBytes = open.type === 'binary' && Array.isArray(value);
        return open.write(isBytes ? Uint8Array.from(value, Number) : asText(value));
      });
    }

    writeln(...values: unknown[]): boolean {
      return this.#opened('writeln').write(`${values.map(asText).join('')}\n`);
    }

    writeAll(lines?: unknown): boolean {
      if (!Array.isArray(lines)) throw new TypeError('File.writeAll needs an array');
      return lines.every((line: unknown) => this.writeln(line));
    }

    writeByte(byte?: unknown): boolean {
      return this.#opened('writeByte').write(Uint8Array.of(Number(byte)));
    }

    /** From where it is; the new position, or -1. */
    seek(count?: unknown): number {
      const open = this.#open;
      const position = (open?.position ?? 0) + Number(count);
      if (open === undefined || !(position >= 0 && position <= open.size)) return -1;
      open.position = position;
      return position;
    }

    copyTo(name?: unknown): boolean {
      return files.copy(this.#path, asText(name));
    }

    renameTo(name?: unknown): boolean {
      if (this.isOpen || !files.rename(this.#path, asText(name))) return false;
      this.#path = asText(name);
      return true;
    }

    remove(recursive?: unknown): boolean {
      return !this.isOpen && files.remove(this.#path, Boolean(recursive));
    }

    /** In this folder. */
    mkdir(name?: unknown): boolean {
      return this.isDirectory && files.makeFolder(within(this.#path, asText(name)));
    }

    /** What is in this folder, and of that what `filter(name)` says true of; null if it is none. */
    list(filter?: unknown): object[] | null {
      const names = files.list(this.#path);
      if (names === undefined) return null;
      const isChosen = (name: string): boolean =>
        typeof filter !== 'function' || Boolean(Reflect.apply(filter, undefined, [name]));
      const chosen = Array.from(names).filter(isChosen);
      return chosen.map((name) => new File(within(this.#path, name)));
    }

    toString(): string {
      return this.#path;
    }

    get #facts(): ScriptFileFacts | undefined {
      return files.stat(this.#path);
    }

    #opened(method: string): OpenFile {
      if (this.#open === undefined) throw new Error(`File.${method}: ${this.#path} is not open`);
      return this.#open;
    }
  }
  runtime.defineClass('File', File);
}

function modeOf(text: string): ScriptFileMode {
  const words = text.split(',').map((word) => word.trim());
  const wrong = words.find((word) => !MODES.has(word));
  if (wrong !== undefined) throw new TypeError(`File.open: "${wrong}" is not one of ${[...MODES].join(', ')}`);
  if (words.includes('create')) return 'create';
  if (words.includes('append')) return 'append';
  if (words.includes('readWrite') || (words.includes('read') && words.includes('write'))) return 'readWrite';
  return words.includes('write') ? 'write' : 'read';
}

function within(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}
