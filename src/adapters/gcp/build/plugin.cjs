const { createBuildHook } = require('../../cloud-shared/build/build-hook.cjs');

/** Lays out what the functions need beside their code, before it is packed. */
module.exports = class PartsPlugin {
  constructor(serverless, _options, tools) {
    const build = createBuildHook(serverless, tools, {
      name: 'reelsight-parts',
      message: 'Building the networks',
      async load() {
        const { tsImport } = await import('tsx/esm/api');
        return tsImport('./build-parts.ts', __filename);
      },
    });
    this.hooks = {
      'before:package:initialize': build,
      'before:deploy:function:packageFunction': build,
      'before:offline:start:init': build,
    };
  }
};
