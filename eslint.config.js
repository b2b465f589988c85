import tseslint from 'typescript-eslint';

/** Rooms that run unchanged in a browser: no Node.js, no clock, no timer of their own. */
const pureRooms = [
  'bytes',
  'time',
  'log',
  'amf',
  'rtmp',
  'media',
  'link',
  'flv',
  'mp4',
  'mp3',
  'mpegts',
  'hls',
  'stream',
  'sharedobject',
];
const platformGlobals = [
  'Buffer',
  'process',
  'global',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'queueMicrotask',
  'performance',
  'Date',
  'console',
];

const containerImports = { group: ['tsyringe', 'reflect-metadata'], message: 'Only src/main sees the container.' };

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'data/', 'apps/', 'bench/apps/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 300 }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Write an `as const` table.' },
        { selector: 'ExportDefaultDeclaration', message: 'Export by name; only application scripts have a default.' },
      ],
      // An index that the loop above just checked: `!` says so in one character.
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['{src,admin-ui}/**/*.{ts,tsx}'],
    ignores: ['src/main/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [containerImports] }],
    },
  },
  {
    files: [`src/{${pureRooms.join(',')}}/**/*.ts`],
    rules: {
      'no-restricted-globals': [
        'error',
        ...platformGlobals.map((name) => ({ name, message: 'This room is pure: take it as a parameter.' })),
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: ['node:*'], message: 'This room is pure: it runs in a browser too.' }, containerImports],
        },
      ],
    },
  },
  {
    // It runs in a browser too, with the clock and the timers of that.
    files: ['src/client/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['Buffer', 'process', 'global', 'setImmediate', 'clearImmediate'].map((name) => ({
          name,
          message: 'This room runs in a browser too.',
        })),
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'This room runs in a browser too.' }, containerImports] },
      ],
    },
  },
  {
    files: ['vitest.config.ts', 'admin-ui/vite.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
