// The page of the chat: what main.asc calls a client, and what a client calls of it.
import { NetConnection } from '/client.js';

const room = new URLSearchParams(location.search).get('room') ?? 'lobby';
const find = (id) => document.getElementById(id);
find('room').textContent = room;

/** Whom the next message is for; undefined for all. */
let to;

const connection = { current: undefined };

find('enter').addEventListener('submit', async (event) => {
  event.preventDefault();
  const name = new FormData(event.target).get('name').trim();
  // A connection that was refused is of no use any more.
  const chat = new NetConnection({
    methods: { heard: show, whispered: (from, text, time) => show(from, text, time, true) },
  });
  chat.onStatus(
    () => (find('state').textContent = chat.state === 'waiting' ? 'The connection broke. It is made anew …' : ''),
  );
  try {
    await chat.connect(`${location.origin.replace('http', 'ws')}/chat/${encodeURIComponent(room)}`, name);
  } catch ({ info }) {
    find('state').textContent = info.application?.message ?? info.description;
    return;
  }
  connection.current = chat;
  const users = chat.sharedObject('users');
  users.onChange(() => showUsers(users.keys().sort(), name));
  for (const { from, text, time } of await chat.call('history')) show(from, text, time);
  find('enter').hidden = true;
  find('inside').hidden = false;
  find('say').elements.text.focus();
});

find('say').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { text } = event.target.elements;
  const said = text.value;
  text.value = '';
  if (to === undefined) return void (await connection.current.call('say', said));
  const isThere = await connection.current.call('whisper', to, said);
  show(isThere ? `to ${to}` : `${to} is gone, and was not told`, said, Date.now(), true);
});

function show(from, text, time, isPrivate = false) {
  const messages = find('messages');
  const isAtEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  const item = document.createElement('li');
  item.classList.toggle('private', isPrivate);
  const when = document.createElement('time');
  when.textContent = new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const who = document.createElement('b');
  who.textContent = from;
  item.append(when, ' ', who, ' ', text);
  messages.append(item);
  if (isAtEnd) item.scrollIntoView();
}

function showUsers(names, own) {
  if (to !== undefined && !names.includes(to)) address(undefined);
  find('users').replaceChildren(
    ...names.map((name) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.textContent = name === own ? `${name} (you)` : name;
      button.disabled = name === own;
      button.title = `Say something to ${name} alone`;
      button.addEventListener('click', () => address(to === name ? undefined : name));
      item.append(button);
      return item;
    }),
  );
}

/** The next message is for `name` alone. */
function address(name) {
  to = name;
  find('to').textContent = name === undefined ? 'To all' : `To ${name} alone`;
  find('say').elements.text.focus();
}
