import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StartedExecution {
  readonly name: string;
  readonly input: unknown;
}

/** Step Functions as far as it is asked to start executions, of which it knows none; keeps what it was asked for. */
export async function startEngineStub() {
  const started: StartedExecution[] = [];
  const server = createServer((request, answer) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const { stateMachineArn, name, input } = JSON.parse(body || '{}');
      if (request.headers['x-amz-target'] !== 'AWSStepFunctions.StartExecution') {
        answer.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
        answer.end(JSON.stringify({ __type: 'ExecutionDoesNotExist', message: 'Nothing runs here.' }));
        return;
      }
      started.push({ name, input: JSON.parse(input) });
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      answer.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      answer.end(JSON.stringify({ executionArn, startDate: Date.now() / 1000 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, started, close: () => server.close() };
}
