/** A picture that says when it was made: bits of the time in milliseconds as black and white fields. */

export const CLOCK_WIDTH = 640;
export const CLOCK_HEIGHT = 360;

const COLUMNS = 8;
const ROWS = 4;
const [FIELD_WIDTH, FIELD_HEIGHT] = [CLOCK_WIDTH / COLUMNS, CLOCK_HEIGHT / ROWS];
const [BLACK, WHITE, NO_COLOR] = [16, 235, 128];
/** The highest bit stays black: numbers of JavaScript's operators have a sign. */
const MODULUS = 2 ** 31;

/** As yuv420p. */
export function clockPicture(time: number): Uint8Array {
  const picture = new Uint8Array((CLOCK_WIDTH * CLOCK_HEIGHT * 3) / 2).fill(NO_COLOR);
  const bits = Math.floor(time) % MODULUS;
  for (let y = 0; y < CLOCK_HEIGHT; y++) {
    for (let column = 0; column < COLUMNS; column++) {
      const bit = Math.floor(y / FIELD_HEIGHT) * COLUMNS + column;
      const start = y * CLOCK_WIDTH + column * FIELD_WIDTH;
      picture.fill((bits >>> bit) & 1 ? WHITE : BLACK, start, start + FIELD_WIDTH);
    }
  }
  return picture;
}

/**
 * A script for pages: `firstPicture` resolves with the milliseconds from the opening of the page to its first picture,
 * `delays(count)` with how old, in milliseconds, so many pictures are at the moment when they are shown.
 */
export const clockReader = `
  const MODULUS = ${MODULUS};
  const canvas = new OffscreenCanvas(${CLOCK_WIDTH}, ${CLOCK_HEIGHT});
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  function timeIn(video) {
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    let bits = 0;
    for (let bit = 0; bit < ${COLUMNS * ROWS}; bit++) {
      const x = (bit % ${COLUMNS} + 0.5) * ${FIELD_WIDTH};
      const y = (Math.floor(bit / ${COLUMNS}) + 0.5) * ${FIELD_HEIGHT};
      if (data[(Math.floor(y) * canvas.width + Math.floor(x)) * 4] > 128) bits += 2 ** bit;
    }
    return bits;
  }
  globalThis.firstPicture = new Promise((resolve) => {
    const look = () => {
      const video = document.querySelector('video');
      if (video === null) requestAnimationFrame(look);
      else video.requestVideoFrameCallback(() => resolve(performance.now()));
    };
    look();
  });
  globalThis.delays = (count) => new Promise((resolve) => {
    const video = document.querySelector('video');
    const found = [];
    const next = () => {
      const delay = (Date.now() % MODULUS) - timeIn(video);
      found.push(delay < 0 ? delay + MODULUS : delay);
      if (found.length >= count) resolve(found);
      else video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  });`;
