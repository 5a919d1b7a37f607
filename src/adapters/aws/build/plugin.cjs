const { createBuildHook } = require('../../cloud-shared/build/build-hook.cjs');

/** Builds the functions' layers before they are packed. */
module.exports = class LayersPlugin {
  constructor(serverless, _options, tools) {
    const build = createBuildHook(serverless, tools, {
      name: 'reelsight-layers',
      message: 'Building the layers',
      async load() {
        const { tsImport } = await import('tsx/esm/api');
        return tsImport('./build-parts.ts', __filename);
      },
    });
    const findPlugin = (method) => serverless.pluginManager.plugins.find((plugin) => method in plugin);
    // The framework compares the layers with the deployed ones, to upload none twice. Packing alone needs no account.
    const compareNothing = () => {
      if (serverless.processedInput.commands[0] === 'package')
        findPlugin('compareWithLastLayer').compareWithLastLayer = async () => {};
    };
    // After a deployment the Step Functions plugin shows the HTTP endpoints of machines, of which there are none here,
    // and asks AWS for them in a way that the framework has given up.
    const showNothing = () => Object.assign(findPlugin('getEndpointInfo'), { getEndpointInfo() {}, display() {} });
    this.hooks = {
      'before:package:initialize': build,
      'before:deploy:function:packageFunction': build,
      'before:package:compileLayers': compareNothing,
      'before:deploy:deploy': showNothing,
    };
  }
};
