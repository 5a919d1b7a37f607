import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fitForMoto } from './fit-template.ts';

const VALID = `<ValidateTemplateResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <ValidateTemplateResult><Parameters/></ValidateTemplateResult>
  <ResponseMetadata><RequestId>validated</RequestId></ResponseMetadata>
</ValidateTemplateResponse>`;

/** What the sender said of the bytes that are changed on the way. */
const ABOUT_BYTES = /^(content-length|content-md5|x-amz-checksum-.*|x-amz-sdk-checksum-algorithm)$/;

/**
 * Stands before moto and passes on what is meant for AWS, with two exceptions: templates are cut to what moto's
 * CloudFormation can do, and ValidateTemplate finds every template valid: moto refuses what its linter only warns of,
 * such as a needless `DependsOn` that the framework writes, and CloudFormation does not.
 */
export async function startFront(motoPort: number): Promise<{ server: Server; url: string }> {
  const server = createServer((received, answer) => {
    const parts: Buffer[] = [];
    received.on('data', (part: Buffer) => parts.push(part));
    received.on('end', () => {
      const sent = Buffer.concat(parts);
      if (sent.subarray(0, 200).includes('Action=ValidateTemplate')) {
        answer.writeHead(200, { 'content-type': 'text/xml' }).end(VALID);
        return;
      }
      const isTemplate = received.method === 'PUT' && /cloudformation-template[^/]*\.json/.test(received.url!);
      const body = isTemplate ? Buffer.from(fitForMoto(sent.toString())) : sent;
      const headers = isTemplate ? describe(received.headers, body) : received.headers;
      const { method, url } = received;
      const onward = request({ host: '127.0.0.1', port: motoPort, method, path: url, headers }, (response) => {
        answer.writeHead(response.statusCode!, response.headers);
        response.pipe(answer);
      });
      onward.once('error', () => answer.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const describe = (headers: IncomingHttpHeaders, body: Buffer): IncomingHttpHeaders => ({
  ...Object.fromEntries(Object.entries(headers).filter(([name]) => !ABOUT_BYTES.test(name))),
  'content-length': String(body.length),
});
