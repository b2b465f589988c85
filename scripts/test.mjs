// `npm test`: everything that must hold before a change is good, cheapest first, stopping at the first
// failure. `npm test -- <arguments of vitest run>` installs if needed and runs only those tests.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, packageProgram, requireNode, root } from './checkout.mjs';
import { ensureBuilt } from './compile.mjs';
import { elapsedSince, runScript, runStep, runToEnd, say, StepFailed } from './progress.mjs';
import { countTests, describeCounts } from './test-counts.mjs';

const types = [
  {
    title: 'typecheck (tsc)',
    program: 'typescript/bin/tsc',
    args: ['-p', 'tsconfig.json'],
    mend: '`npm run typecheck` shows it alone.',
  },
  {
    title: 'typecheck of the pages (tsc)',
    program: 'typescript/bin/tsc',
    args: ['-p', 'admin-ui/tsconfig.json'],
    mend: '`npm run typecheck` shows it alone.',
  },
  {
    title: 'format (prettier)',
    program: 'prettier/bin/prettier.cjs',
    args: ['--check', '.'],
    mend: '`npm run format` mends it.',
  },
];
const style = [
  {
    title: 'lint (eslint)',
    program: 'eslint/bin/eslint.js',
    args: ['--max-warnings', '0', '.'],
    mend: '`npm run lint` shows it alone; `npx eslint --fix .` mends what can be mended by itself.',
  },
];

/** Both lists at the same time, and the build before the shorter: each program uses one core. Throws the first failure when both are through. */
async function check() {
  const lanes = await Promise.allSettled([ensureBuilt(true).then(() => checkInTurn(types)), checkInTurn(style)]);
  const failure = lanes.find(({ status }) => status === 'rejected');
  if (failure) throw failure.reason;
}

async function checkInTurn(checks) {
  for (const { title, program, args, mend } of checks) {
    const command = { command: process.execPath, args: [packageProgram(program), ...args], cwd: root };
    await runStep({ title, ...command, mend, beside: true });
  }
}

/** Runs Vitest with `args` and prints the counts it reported as the last line. */
async function test(args) {
  const start = performance.now();
  say('  tests (vitest) …');
  const folder = mkdtempSync(join(tmpdir(), 'afterglow-tests-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = await runToEnd({
      command: process.execPath,
      args: [
        packageProgram('vitest/vitest.mjs'),
        'run',
        ...args,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      cwd: root,
      live: true,
    });
    const counts = countTests(readReport(report));
    const passed = status === 0 && counts.failed === 0;
    say(`${passed ? '✓' : '✗'} tests (${elapsedSince(start)})`);
    if (counts.failed === 0 && status !== 0) {
      say(
        '✗ Vitest failed although no test did: an error outside of the tests, or nothing to run. Its words are above.',
      );
    }
    process.stdout.write(`${describeCounts(counts)}\n`);
    return passed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new StepFailed('Vitest ended without a report; what it said is above.');
  }
}

await runScript(async () => {
  requireNode();
  const args = process.argv.slice(2);
  await ensureInstalled();
  if (args.length === 0) await check();
  if (!(await test(args))) process.exitCode = 1;
});
