import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AscServicesRun } from '../../support/asc-services-run.js';

it.each([
  ['(f = new File("/a.txt")).name + f.exists + f.isFile + f.isDirectory + f.length', '/a.txttruetruefalse12'],
  ['f = new File("none"); f.exists + " " + f.length + f.creationTime + f.canRead', 'false 0undefinedfalse'],
  ['f = new File("a.txt"); [f.canRead, f.canWrite, f.canAppend, f.canReplace].join()', 'true,true,true,true'],
  ['new File("a.txt").lastModified instanceof Date', true],
  [
    'f = new File("a.txt"); f.open("text", "read"); [f.readln(), f.readln(), f.eof(), f.readln(), f.eof()].join()',
    'one,zwölf,false,3,true',
  ],
  ['f = new File("a.txt"); f.open("utf8", "read"); f.readAll().join("|") + f.readAll().length', 'one|zwölf|30'],
  [
    'f = new File("a.txt"); f.open("text", "read"); f.seek(4); [f.read(5), f.position, f.type, f.mode].join()',
    'zwölf,10,text,read',
  ],
  [
    'f = new File("a.txt"); f.open("text", "read"); [f.seek(-1), f.seek(13), f.seek(12), f.seek(-12), f.readByte()].join()',
    '-1,-1,12,0,111',
  ],
  ['f = new File("a.txt"); f.open("binary", "read"); f.read(3).join() + f.readAll().length', '111,110,1019'],
  [
    'f = new File("n"); [f.open("text", "create"), f.isOpen, f.write("a", 1), f.writeln("é"), f.writeAll([1, 2]), f.flush(), f.length, f.close(), f.isOpen].join()',
    'true,true,true,true,true,true,9,true,false',
  ],
  ['f = new File("n"); f.open("binary", "create"); f.write("é", [1, 2]); f.writeByte(255); f.close(); f.length', 4],
  ['f = new File("a.txt"); f.open("text", "append"); f.write("x"); f.close(); f.length', 13],
  ['f = new File("a.txt"); f.open("text", "read,write"); f.write("X"); f.position = 0; f.readln()', 'Xne'],
  ['new File("/").mkdir("d"); new File("d").isDirectory + "" + new File("/").list().join()', 'true/a.txt,/d'],
  ['new File("/").list(function (n) { return n != "a.txt" }).length', 0],
  ['new File("a.txt").list()', null],
  [
    'f = new File("a.txt"); [f.copyTo("b"), f.copyTo("b"), f.renameTo("c"), f.name, new File("b").remove(), new File("b").exists].join()',
    'true,false,true,c,true,false',
  ],
  [
    '[new File("/").remove(true), new File("../x").open("text", "create"), new File("/").renameTo("y")].join()',
    'false,false,false',
  ],
  ['try { new File("a.txt").readln(); "read" } catch (e) { String(e) }', 'Error: File.readln: a.txt is not open'],
  ['try { new File("a.txt").open("text", "destroy"); 0 } catch (e) { e instanceof TypeError }', true],
])('%s', async (code, value) => {
  const script = await AscServicesRun.load('var f;');
  writeFileSync(join(script.folder, 'a.txt'), 'one\nzwölf\n3');
  expect(script.run.evaluate(code)).toBe(value);
});

it('lines may end as on other systems, and be long', async () => {
  const script = await AscServicesRun.load('');
  const long = 'ä'.repeat(100_000);
  writeFileSync(join(script.folder, 'w.txt'), `\ufefffirst\r\n\r\n${long}\r\nlast`);
  const lines = script.run.evaluate('var f = new File("w.txt"); f.open("text", "read"); f.readAll()');
  expect(Array.from(lines as string[])).toEqual(['first', '', long, 'last']);
});

it('what is written is there at once', async () => {
  const script = await AscServicesRun.load('var f = new File("/log.txt"); f.open("text", "append"); f.writeln("é");');
  expect(readFileSync(join(script.folder, 'log.txt'), 'utf8')).toBe('é\n');
});
