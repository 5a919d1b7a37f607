// Tests that need Chromium (CHROMIUM_PATH, else /usr/bin/chromium): npx ava --config test/browser.config.mjs
export default {
  files: ['test/browser/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  timeout: '5m',
  concurrency: 1,
  serial: true,
  workerThreads: false,
};
