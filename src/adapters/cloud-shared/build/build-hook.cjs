// What the plugins of the deployments have in common. Serverless loads plugins as JavaScript; what they build is written in
// TypeScript, which tsx imports.

/**
 * The hook that lays out what the functions need beside their code. `load` imports the deployment's build-parts.ts, so
 * that nothing is compiled where nothing is packed.
 */
exports.createBuildHook =
  (serverless, { log, progress }, { name, message, load }) =>
  async () => {
    const bar = progress.create({ name, message });
    try {
      const { buildParts } = await load();
      await buildParts({
        root: serverless.serviceDir,
        parameters: serverless.service.custom.parameters,
        environment: process.env,
        log: { info: (text) => log.notice(text), warn: (text) => log.warning(text) },
      });
    } catch (error) {
      // What is wrong and what to do stands in the message: a stack would bury it.
      throw error.name === 'ReelsightError' ? new serverless.classes.Error(error.message) : error;
    } finally {
      bar.remove();
    }
  };
