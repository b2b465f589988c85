import { spawn } from 'node:child_process';

/** Every line of ours goes to standard error: standard output belongs to the server and to Vitest. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** `4.2 s`, `3 min 05 s`. */
export function elapsedSince(start) {
  const seconds = (performance.now() - start) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

/** A step did not succeed; its output is already on the screen and the message says what to do. */
export class StepFailed extends Error {}

/**
 * Runs `command`, showing what runs and for how long. Its output appears only when it fails, or at
 * once where `live` is set; `beside` others it shows no running clock. Throws {@link StepFailed} with
 * `mend` when it does not end with 0.
 */
export async function runStep({ title, command, args, cwd, env = process.env, live = false, beside = false, mend }) {
  const start = performance.now();
  const animated = process.stderr.isTTY === true && !live && !beside;
  const label = `  ${title} …`;
  if (!animated) say(label);
  const ticker = animated
    ? setInterval(() => process.stderr.write(`\r${label} ${elapsedSince(start)} `), 200)
    : undefined;
  try {
    const { status, output } = await runToEnd({ command, args, cwd, env, live });
    if (animated) process.stderr.write('\r\x1b[K');
    if (status !== 0) {
      process.stderr.write(output);
      say(`✗ ${title}: failed after ${elapsedSince(start)}.`);
      throw new StepFailed(mend);
    }
    say(`✓ ${title} (${elapsedSince(start)})`);
  } finally {
    clearInterval(ticker);
  }
}

/** Resolves with the exit status, 1 for a signal, 127 for a program that is not there, and what it printed. */
export function runToEnd({ command, args, cwd, env = process.env, live = false }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    const pieces = [];
    child.stdout?.on('data', (bytes) => pieces.push(bytes));
    child.stderr?.on('data', (bytes) => pieces.push(bytes));
    child.once('error', (error) => resolve({ status: 127, output: `${command}: ${error.message}\n` }));
    child.once('close', (code) => resolve({ status: code ?? 1, output: Buffer.concat(pieces).toString() }));
  });
}

/** Runs a script's `main`; a failed step ends the process with 1 and one plain sentence, anything else with its stack. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    say(error instanceof StepFailed ? `afterglow: ${error.message}` : (error?.stack ?? String(error)));
    process.exit(1);
  }
}
