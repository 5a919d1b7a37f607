// Serverless loads plugins as JavaScript; ours is written in TypeScript, which tsx imports.

/** Provider `google` of the Serverless Framework: functions, buckets and workflows of Google Cloud. */
module.exports = class GoogleProvider {
  static getProviderName() {
    return 'google';
  }

  constructor(serverless, options, { log, progress, writeText, environment = process.env }) {
    this.serverless = serverless;
    serverless.setProvider('google', this);
    const host = { serverless, options, log, progress, writeText, environment };
    let packages = null;
    const run = async (work) => {
      const plugin = await this.load();
      try {
        return await work(plugin);
      } catch (error) {
        // What is wrong and what to do stands in the message: a stack would bury it.
        throw error.name === 'DeployError' ? new serverless.classes.Error(error.message) : error;
      }
    };
    const packageSome = (keys) =>
      run(async ({ packageService }) => {
        packages = await packageService(host, keys);
        // The framework would zip the whole folder besides.
        for (const settings of Object.values(serverless.service.functions)) settings.package = { disable: true };
      });
    const region = { usage: 'Region of Google Cloud', shortcut: 'r', type: 'string' };
    const withRegion = { options: { region } };
    this.commands = {
      package: withRegion,
      deploy: { ...withRegion, commands: { function: withRegion } },
      info: withRegion,
      invoke: withRegion,
      logs: withRegion,
      remove: withRegion,
    };
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => packageSome(),
      'deploy:deploy': () =>
        run(async ({ deploy, readPackages }) => deploy(host, packages ?? (await readPackages(host)))),
      'deploy:function:packageFunction': () => packageSome([options.function]),
      'deploy:function:deploy': () => run(({ deployOne }) => deployOne(host, packages)),
      'info:info': () => run(({ info }) => info(host)),
      'invoke:invoke': () => run(({ invoke }) => invoke(host)),
      'logs:logs': () => run(({ logs }) => logs(host)),
      'remove:remove': () => run(({ remove }) => remove(host)),
    };
  }

  async asyncInit() {
    const { defineSchemas } = await this.load();
    defineSchemas(this.serverless.configSchemaHandler);
  }

  load() {
    this.loaded ??= import('tsx/esm/api').then(({ tsImport }) => tsImport('./src/index.ts', __filename));
    return this.loaded;
  }
};
