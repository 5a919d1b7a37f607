import { findFreePort } from '../../tools/local-shared/free-port.ts';
import { startEmulator } from './emulator.ts';

/** Starts fake-gcs-server, which the environment variable GCS_EMULATOR names. */
export async function startFakeGcs() {
  const port = await findFreePort();
  const host = `127.0.0.1:${port}`;
  const url = `http://${host}`;
  const settings = ['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-backend', 'memory'];
  const { stop } = await startEmulator({
    variable: 'GCS_EMULATOR',
    advice: '`go install github.com/fsouza/fake-gcs-server@v1.52.2`',
    words: [...settings, '-public-host', host, '-external-url', url],
    url: `${url}/storage/v1/b?project=p`,
  });
  return { url, stop };
}
