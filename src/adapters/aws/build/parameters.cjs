// Lets serverless.aws.yml read its parameters by `${file(./src/adapters/aws/build/parameters.cjs)}`: checked, and as
// numbers and lists, which the command line cannot say.

module.exports = async ({ resolveVariable }) => {
  const { tsImport } = await import('tsx/esm/api');
  const { parameterNames, parseParameters } = await tsImport('./parameters.ts', __filename);
  const given = {};
  for (const name of parameterNames) given[name] = await resolveVariable(`param:${name}`);
  return parseParameters(given, await resolveVariable('self:custom.bucket'));
};
