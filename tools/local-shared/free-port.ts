import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { ReelsightError } from '../../src/core/index.ts';

/** Makes sure that a port can be listened on. Errors: kind `input`, naming the option that chooses another. */
export async function refuseTakenPort(port: number, option: string): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new ReelsightError(
      'input',
      `Port ${port} of 127.0.0.1 cannot be listened on (${(cause as NodeJS.ErrnoException).code}): another local stack may be running. Choose a port with --${option}.`,
      { cause },
    );
  }
  server.close();
  await once(server, 'close');
}

/** A port that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
