// Serverless loads plugins as JavaScript; ours is written in TypeScript, which tsx imports.

/** Lays out what the functions need beside their code, before it is packed. */
module.exports = class PartsPlugin {
  constructor(serverless, _options, { log, progress }) {
    const build = async () => {
      const bar = progress.create({ name: 'reelsight-parts', message: 'Building the networks' });
      try {
        const { tsImport } = await import('tsx/esm/api');
        const { buildParts } = await tsImport('./build-parts.ts', __filename);
        await buildParts({
          root: serverless.serviceDir,
          parameters: serverless.service.custom.parameters,
          environment: process.env,
          log: { info: (message) => log.notice(message), warn: (message) => log.warning(message) },
        });
      } catch (error) {
        // What is wrong and what to do stands in the message: a stack would bury it.
        throw error.name === 'ReelsightError' ? new serverless.classes.Error(error.message) : error;
      } finally {
        bar.remove();
      }
    };
    this.hooks = {
      'before:package:initialize': build,
      'before:deploy:function:packageFunction': build,
      'before:offline:start:init': build,
    };
  }
};
