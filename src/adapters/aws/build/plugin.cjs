// Serverless loads plugins as JavaScript; ours is written in TypeScript, which tsx imports.

/** Builds the functions' layers before they are packed. */
module.exports = class LayersPlugin {
  constructor(serverless, _options, { log, progress }) {
    const build = async () => {
      const bar = progress.create({ name: 'reelsight-layers', message: 'Building the layers' });
      try {
        const { tsImport } = await import('tsx/esm/api');
        const { buildLayers } = await tsImport('./build-layers.ts', __filename);
        await buildLayers({
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
