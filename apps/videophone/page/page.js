// The page of the videophone: calls are rung by main.ts; camera and picture are the client's MediaPublisher and VideoPlayer.
import { MediaPublisher, NetConnection, VideoPlayer } from '/client.js';

/** Milliseconds between two looks for who is there. */
const LOOK = 2000;

const find = (id) => document.getElementById(id);
let connection;
/** What a call has in use. */
let call;

find('enter').addEventListener('submit', async (event) => {
  event.preventDefault();
  connection = new NetConnection({ methods: { ringing, begun, ended } });
  connection.onStatus(() => {
    if (connection.state === 'waiting') tell('The connection broke. It is made anew …');
  });
  try {
    const name = new FormData(event.target).get('name').trim();
    await connection.connect(`${location.origin.replace('http', 'ws')}/videophone`, name);
  } catch ({ info }) {
    return tell(info.description);
  }
  tell('');
  find('enter').hidden = true;
  find('inside').hidden = false;
  look();
});

find('answer').addEventListener('click', () => {
  find('ringing').hidden = true;
  ask('answer');
});
find('decline').addEventListener('click', () => {
  find('ringing').hidden = true;
  ask('decline');
});
find('hangUp').addEventListener('click', () => {
  ask('hangUp');
  hangUp('');
});

/** Somebody calls. */
function ringing(from) {
  find('from').textContent = `${from} calls.`;
  find('ringing').hidden = false;
}

/** The call stands: we publish `own`, and play `other`. */
async function begun(own, other) {
  tell('');
  find('people').hidden = true;
  find('call').hidden = false;
  const begun = (call = {});
  try {
    begun.playing = connection.stream();
    begun.player = new VideoPlayer(begun.playing, find('other'));
    begun.player.onError(({ message }) => tell(message));
    begun.player.play(other, { start: 'live' });
    const camera = await navigator.mediaDevices.getUserMedia({
      video: { width: 320, height: 240, frameRate: 15 },
      audio: true,
    });
    begun.camera = camera;
    // It may be over while somebody was asked for the camera.
    if (call !== begun) return stop(begun);
    find('own').srcObject = camera;
    begun.publishing = connection.stream();
    begun.publisher = new MediaPublisher(begun.publishing, camera, { videoBitrate: 400_000 });
    begun.publisher.onError(({ message }) => tell(message));
    begun.publisher.publish(own);
  } catch ({ message }) {
    tell(`${message} Pages have a camera when they come by https, or from this machine.`);
  }
}

/** The call is over, or did not come about. */
function ended(reason) {
  find('ringing').hidden = true;
  hangUp(`The call is over: ${reason}.`);
}

function hangUp(why) {
  tell(why);
  if (call !== undefined) stop(call);
  call = undefined;
  find('call').hidden = true;
  find('people').hidden = false;
}

function stop({ player, playing, publisher, publishing, camera }) {
  player?.close();
  publisher?.close();
  playing?.close();
  publishing?.close();
  find('own').srcObject = null;
  for (const track of camera?.getTracks() ?? []) track.stop();
}

async function look() {
  if (connection.isConnected && !document.hidden) showPeople(await connection.call('people').catch(() => []));
  if (connection.state !== 'closed') setTimeout(look, LOOK);
}

function showPeople(names) {
  const shown = [...find('people').children].map(({ textContent }) => textContent);
  if (names.length > 0 && names.join('\n') === shown.join('\n')) return;
  find('people').replaceChildren(
    ...names.map((name) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.textContent = name;
      button.addEventListener('click', () => {
        tell(`Calling ${name} …`);
        ask('call', name);
      });
      item.append(button);
      return item;
    }),
  );
  if (names.length === 0) find('people').textContent = 'Nobody else is here.';
}

async function ask(method, ...args) {
  try {
    await connection.call(method, ...args);
  } catch ({ message }) {
    tell(message);
  }
}

function tell(text) {
  find('state').textContent = text;
}
