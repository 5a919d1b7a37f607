// Tests that need to be root: they mount small disks. npx ava --config test/system.config.mjs
export default {
  files: ['test/system/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  timeout: '5m',
  serial: true,
  workerThreads: false,
};
