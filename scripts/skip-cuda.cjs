// Runs before onnxruntime-node's own script where Reelsight is installed by npm: that script would fetch some hundred MB
// of CUDA libraries on Linux, which nothing here uses, and fail where NuGet cannot be reached.
const { appendFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

// Who asks for CUDA gets it.
if (!process.env.ONNXRUNTIME_NODE_INSTALL && !process.env.npm_config_onnxruntime_node_install) {
  try {
    const folder = dirname(require.resolve('onnxruntime-node/package.json'));
    appendFileSync(join(folder, 'script/install-metadata.js'), '\nmodule.exports.requirements = {}; // by reelsight\n');
  } catch {
    // Not there yet, or laid out otherwise: its script does as it likes.
  }
}
