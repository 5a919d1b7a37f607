// What is Google's by Google's own discovery documents, and by stand-ins of others for Cloud Storage and Workflows:
// `pip install workflows-emulator google-api-python-client`, `go install github.com/fsouza/fake-gcs-server@v1.52.2`, then
// GCS_EMULATOR=/path/to/fake-gcs-server WORKFLOWS_EMULATOR=/path/to/workflows-emulator \
//   GOOGLE_DISCOVERY=.../site-packages/googleapiclient/discovery_cache/documents npx ava --config test/gcp-emulators.config.mjs
export default {
  files: ['test/gcp-emulators/**/*.test.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  timeout: '5m',
  serial: true,
  concurrency: 1,
  workerThreads: false,
};
