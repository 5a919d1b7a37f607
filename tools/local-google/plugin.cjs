// Serverless loads plugins as JavaScript; ours is written in TypeScript, which tsx imports.

/** Runs the whole of it here with `sls offline start`, until Ctrl-C. */
module.exports = class OfflinePlugin {
  constructor(serverless, options, { log, progress }) {
    this.commands = {
      offline: {
        usage: 'Runs the service on this machine',
        lifecycleEvents: [],
        commands: {
          start: {
            usage: 'Starts it, until Ctrl-C',
            lifecycleEvents: ['init', 'ready', 'end'],
            options: { httpPort: { usage: 'Port of the API (default: 3000)', type: 'string' } },
          },
        },
      },
    };
    let stack = null;
    this.hooks = {
      'offline:start:init': async () => {
        const { tsImport } = await import('tsx/esm/api');
        const { startOffline } = await tsImport('./start-offline.ts', __filename);
        const bar = progress.create({ name: 'reelsight-offline', message: 'Starting' });
        try {
          stack = await startOffline({ serverless, options, log, environment: process.env });
        } catch (error) {
          const isTold = ['ReelsightError', 'DeployError'].includes(error.name);
          throw isTold ? new serverless.classes.Error(error.message) : error;
        } finally {
          bar.remove();
        }
      },
      'offline:start:ready': () => stack.untilInterrupted(),
      'offline:start:end': () => stack.close(),
    };
  }
};
