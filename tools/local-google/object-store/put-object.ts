import { writeObject } from './commit.ts';
import { detailsOf, type Operation } from './operation.ts';
import { bodyOf, expectedOf, receiveBytes } from './received-body.ts';

/** PUT of the XML API: the body is the object. */
export const putObject: Operation = async (request, context) => {
  const { headers, body } = request;
  const record = await writeObject(request, context, { contentType: headers.get('content-type') }, () =>
    receiveBytes(bodyOf(body), context.disk, expectedOf(headers)),
  );
  const { generation, crc32c } = detailsOf(record);
  return {
    status: 200,
    headers: { etag: `"${record.etag}"`, 'x-goog-generation': generation, 'x-goog-hash': `crc32c=${crc32c}` },
  };
};
