// Tests of what is deployed to AWS and to Google Cloud, packed as it is deployed. They need root, `unzip` and an npm registry.
// npx ava --config test/packaged.config.mjs
export default {
  files: ['test/packaged/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  timeout: '10m',
  serial: true,
  concurrency: 1,
  workerThreads: false,
  environmentVariables: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
};
