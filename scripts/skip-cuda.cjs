// Runs where the package is installed, before the install script of onnxruntime-node: on Linux that downloads libraries
// for CUDA, some hundred megabytes that nothing here uses, and fails without a way out. It does not where files of their
// names are there. To have them, set ONNXRUNTIME_NODE_INSTALL, as onnxruntime-node documents.
const { closeSync, existsSync, openSync } = require('node:fs');
const { dirname, join, sep } = require('node:path');

const NAMES = ['cuda', 'shared', 'tensorrt'].map((name) => `libonnxruntime_providers_${name}.so`);

function findEngine() {
  // A clone's lockfile keeps the script from running.
  if (!__dirname.includes(`${sep}node_modules${sep}`)) return null;
  try {
    return dirname(require.resolve('onnxruntime-node/package.json', { paths: [join(__dirname, '..')] }));
  } catch {
    // Installed without it: the command will say so.
    return null;
  }
}

const engine = process.platform === 'linux' && process.arch === 'x64' ? findEngine() : null;
const folder = engine && join(engine, 'bin', 'napi-v6', 'linux', 'x64');
if (folder && existsSync(folder) && !process.env.ONNXRUNTIME_NODE_INSTALL)
  for (const name of NAMES) {
    const path = join(folder, name);
    if (!existsSync(path)) closeSync(openSync(path, 'wx'));
  }
