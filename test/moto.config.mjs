// Deploys to moto, a stand-in for AWS's control plane: pip install 'moto[server]', then
// MOTO_SERVER=/path/to/moto_server npx ava --config test/moto.config.mjs
export default {
  files: ['test/moto/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  timeout: '10m',
  serial: true,
  concurrency: 1,
  workerThreads: false,
  environmentVariables: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
};
