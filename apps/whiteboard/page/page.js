// The page of the whiteboard: the strokes are a shared object, which the methods of main.ts change.
import { NetConnection } from '/client.js';

const room = new URLSearchParams(location.search).get('room') ?? '_definst_';
const COLORS = ['black', 'red', 'green', 'blue'];
/** How the colors look, on white as on black. */
const SHOWN = { black: 'light-dark(#000, #fff)', red: '#e03131', green: '#2f9e44', blue: '#3b82f6' };
/** Points that one stroke may have; who draws longer lines begins another. */
const MOST_POINTS = 400;

const find = (id) => document.getElementById(id);
const canvas = find('board');
const pen = canvas.getContext('2d');
let color = COLORS[0];
let connection;
let board;
/** What is being drawn and not yet on the board of all. */
let line;

find('room').textContent = room === '_definst_' ? '' : room;

find('enter').addEventListener('submit', async (event) => {
  event.preventDefault();
  connection = new NetConnection();
  connection.onStatus(() => {
    find('state').textContent = connection.state === 'waiting' ? 'The connection broke. It is made anew …' : '';
  });
  try {
    const name = new FormData(event.target).get('name').trim();
    await connection.connect(`${location.origin.replace('http', 'ws')}/whiteboard/${encodeURIComponent(room)}`, name);
  } catch ({ info }) {
    find('state').textContent = info.description;
    return;
  }
  find('enter').hidden = true;
  find('inside').hidden = false;
  board = connection.sharedObject('board', true);
  board.onChange(paint);
});

for (const name of COLORS) {
  const label = document.createElement('label');
  const choice = Object.assign(document.createElement('input'), { type: 'radio', name: 'color', value: name });
  choice.checked = name === color;
  choice.addEventListener('change', () => (color = name));
  label.append(choice, ` ${name}`);
  find('colors').append(label);
}
find('undo').addEventListener('click', () => call('undo'));
find('wipe').addEventListener('click', () => call('wipe'));

canvas.addEventListener('pointerdown', (event) => {
  canvas.setPointerCapture(event.pointerId);
  line = [pointOf(event)];
});
canvas.addEventListener('pointermove', (event) => {
  if (line === undefined) return;
  line.push(pointOf(event));
  if (line.length >= MOST_POINTS) {
    const last = line.at(-1);
    send();
    line = [last];
  }
  paint();
});
for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, send);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);

function send() {
  const points = line;
  line = undefined;
  if (points !== undefined && points.length > 1) call('draw', color, points);
}

async function call(method, ...args) {
  try {
    await connection.call(method, ...args);
    find('state').textContent = '';
  } catch ({ message }) {
    find('state').textContent = message;
  }
}

/** From 0 to 1 on the board, whatever its size in the page. */
function pointOf({ clientX, clientY }) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const within = (part) => Math.min(1, Math.max(0, Math.round(part * 10_000) / 10_000));
  return { x: within((clientX - left) / width), y: within((clientY - top) / height) };
}

function paint() {
  if (board === undefined) return;
  const strokes = Object.values(board.toObject());
  find('count').textContent = strokes.length === 1 ? '1 stroke' : `${strokes.length} strokes`;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (const stroke of strokes) draw(stroke.color, stroke.points);
  if (line !== undefined) draw(color, line);
}

function draw(name, [first, ...points]) {
  // A canvas knows no light-dark(): the element that shows it does.
  canvas.style.color = SHOWN[name];
  pen.strokeStyle = getComputedStyle(canvas).color;
  pen.lineWidth = 4;
  pen.lineCap = pen.lineJoin = 'round';
  pen.beginPath();
  pen.moveTo(first.x * canvas.width, first.y * canvas.height);
  for (const { x, y } of points) pen.lineTo(x * canvas.width, y * canvas.height);
  pen.stroke();
}
