import ts from 'typescript';
import { expect, it } from 'vitest';
import { portScript } from '../../../src/main/port-script.js';

const CHAT = `
var users = {};
application.onAppStart = function () {
  this.history = SharedObject.get("history", true);
};
application.onConnect = function (newClient, name) {
  newClient.name = name;
  return true;
};
Client.prototype.say = function (text) {
  application.broadcastMsg("said", this.name, text);
};
Client.prototype.room.join = function () {};
SharedObject.get("history", true);
`;

it('gives handlers, methods and shared objects their places', () => {
  const { text, marks, found } = portScript(CHAT);
  expect(found).toEqual(['2 handlers', '2 methods', '1 shared object']);
  expect(text).toContain('onStart() {');
  expect(text).toContain('onConnect(client, name) {');
  expect(text).toContain('PORT: write what this did; `client` was `newClient`.');
  expect(text).toContain('say(client, text) {');
  expect(text).toContain("'room.join'(client) {");
  expect(text).toContain('app.sharedObject<');
  expect(text).toContain('// var users = {};');
  expect(marks).toBe(7);
});

it('writes TypeScript', () => {
  const { diagnostics } = ts.transpileModule(portScript(CHAT).text, { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
});

it('reads what only the engine of that time could', () => {
  const { text, found } = portScript('Client.prototype.all = function (o) { for each (var v in o) trace(v); };');
  expect(found[1]).toBe('1 method');
  expect(text).toContain('all(client, o) {');
});

it('says in which line a script is wrong', () => {
  expect(() => portScript('var a = 1;\nvar = 2;')).toThrow(/^line 2: /);
});
