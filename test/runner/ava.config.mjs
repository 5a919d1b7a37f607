// AVA, over the compiled tests of one tier; `run.ts` starts it.
const run = process.env.REELSIGHT_TEST_RUN;
if (!run) throw new Error('Run the tests by their scripts: npm test, npm run test:browser, ...');
const { folder, order, concurrency } = JSON.parse(run);

const placeOf = (file) => order.findIndex((name) => file.endsWith(`/${name}.test.js`));

export default {
  files: [`${folder}/*.test.js`],
  concurrency,
  sortTestFiles: (a, b) => placeOf(a) - placeOf(b),
  workerThreads: false,
  // Reports and pictures are short-lived: room for them costs less than clearing up after them.
  nodeArguments: ['--max-semi-space-size=64'],
  // Of silence. No test may need to be quick; this ends one that hangs.
  timeout: '5m',
  environmentVariables: {
    // Without a project Google's library asks `gcloud` for one, where there is one.
    GOOGLE_CLOUD_PROJECT: 'reelsight-test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  },
};
