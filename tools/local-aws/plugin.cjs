// Serverless loads plugins as JavaScript; ours is written in TypeScript, which tsx imports.

/** Starts the local stack with `sls offline start`, and stops it. */
module.exports = class OfflinePlugin {
  constructor(serverless, options, { log }) {
    let stack = null;
    // Functions run in threads here, whose environment native code does not see.
    process.env.ORT_DISABLE_TELEMETRY = '1';
    // Where functions are deployed, Node is newer than this machine's may be.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    this.hooks = {
      'before:offline:start:init': async () => {
        const { tsImport } = await import('tsx/esm/api');
        const { startOffline } = await tsImport('./start-offline.ts', __filename);
        try {
          stack = await startOffline({ serverless, options, log, environment: process.env });
        } catch (error) {
          throw error.name === 'ReelsightError' ? new serverless.classes.Error(error.message) : error;
        }
      },
      'before:offline:start:ready': () => stack.welcome(),
      'before:offline:start:end': () => stack.close(),
    };
  }
};
