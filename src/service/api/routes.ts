import { createRoute, z } from '@hono/zod-openapi';
import { analysisRequestSchema, reportSchema } from '../../core/index.ts';
import { ANSWER_NAMES, ANSWERS, type AnswerName } from '../answers.ts';
import { fingerprintSchema, uploadAbortionSchema, uploadCompletionSchema, uploadRequestSchema } from '../uploads.ts';
import { analysisStatusSchema, runSchema, startedSchema, uploadedSchema, uploadSessionSchema } from '../wire.ts';
import { problemSchema } from './problem.ts';

/** Every route of the API: what it takes and what it answers. The OpenAPI document is made from this. */

const startSchema = z
  .strictObject({
    video: z
      .string()
      .min(1)
      .max(2048)
      .describe('Address of the video in the object store, for example s3://bucket/videos/film.mp4'),
    fingerprint: fingerprintSchema.optional().describe('Of the video that is meant: another at its address is refused'),
    options: analysisRequestSchema.optional(),
    idempotencyKey: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .describe('Requests with the same key start the same analysis, once'),
  })
  .openapi('StartRequest');

const json = (schema: z.ZodType, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});
const failures = {
  400: problem('The request is not usable'),
  403: problem('The service may not read or write what the request needs'),
  500: problem('The service failed'),
  503: problem('Not now: try again'),
};
const ofOne = { 404: problem('There is no such analysis'), ...failures };
const ofResult = { 409: problem('The analysis has failed or has not ended yet'), ...ofOne };
const params = z.object({ id: runSchema.shape.id });
const moved = { description: 'The object lies there, for some minutes', headers: z.object({ location: z.url() }) };

export const startRoute = createRoute({
  method: 'post',
  path: '/v1/analyses',
  summary: 'Start an analysis, or find the existing one',
  request: {
    body: { required: true, content: { 'application/json': { schema: startSchema } } },
  },
  responses: {
    202: json(startedSchema, 'It is running or has ended'),
    404: problem('There is no such video'),
    409: problem('Another video lies at the address'),
    ...failures,
  },
});

export const statusRoute = createRoute({
  method: 'get',
  path: '/v1/analyses/{id}',
  summary: 'Its progress and cost',
  request: { params },
  responses: { 200: json(analysisStatusSchema, 'Where it stands'), ...ofOne },
});

export const cancelRoute = createRoute({
  method: 'delete',
  path: '/v1/analyses/{id}',
  summary: 'Cancel it; one that is over stays as it ended',
  request: { params },
  responses: { 202: json(analysisStatusSchema, 'Where it stands now'), ...ofOne },
});

export const answerRoutes = ANSWER_NAMES.map((name) => ({
  name,
  route: createRoute({
    method: 'get',
    path: `/v1/analyses/{id}/${name}` as `/v1/analyses/{id}/${AnswerName}`,
    summary: ANSWERS[name].summary,
    request: { params },
    responses: { 200: json(ANSWERS[name].schema, 'The answer'), 307: moved, ...ofResult },
  }),
}));

export const reportJsonRoute = createRoute({
  method: 'get',
  path: '/v1/analyses/{id}/report.json',
  summary: 'The whole report',
  request: { params },
  responses: { 200: json(reportSchema, 'The report'), 307: moved, ...ofResult },
});

export const reportHtmlRoute = createRoute({
  method: 'get',
  path: '/v1/analyses/{id}/report.html',
  summary: 'The report as an HTML page',
  request: { params },
  responses: {
    200: { description: 'The page', content: { 'text/html': { schema: z.string() } } },
    307: moved,
    ...ofResult,
  },
});

export const thumbnailRoute = createRoute({
  method: 'get',
  path: '/v1/analyses/{id}/thumbnails/{name}',
  summary: 'A picture that the report names',
  request: { params: params.extend({ name: z.string().regex(/^frame-\d+\.jpg$/, 'frame-0001042.jpg') }) },
  responses: {
    200: {
      description: 'The picture',
      content: { 'image/jpeg': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    307: moved,
    ...ofResult,
  },
});

export const beginUploadRoute = createRoute({
  method: 'post',
  path: '/v1/uploads',
  summary: 'Open an upload of a video in parts, straight to the object store',
  request: { body: { required: true, content: { 'application/json': { schema: uploadRequestSchema } } } },
  responses: {
    200: json(uploadSessionSchema, 'The video is there already'),
    201: json(uploadSessionSchema, 'Where to put the parts'),
    409: problem('Another video lies in its place'),
    ...failures,
  },
});

export const completeUploadRoute = createRoute({
  method: 'post',
  path: '/v1/uploads/complete',
  summary: 'Join the parts of an upload',
  request: { body: { required: true, content: { 'application/json': { schema: uploadCompletionSchema } } } },
  responses: {
    200: json(uploadedSchema, 'The video is there, whole'),
    409: problem('It is not the video that was announced'),
    ...ofOne,
  },
});

export const abortUploadRoute = createRoute({
  method: 'post',
  path: '/v1/uploads/abort',
  summary: 'Drop the parts of an upload',
  request: { body: { required: true, content: { 'application/json': { schema: uploadAbortionSchema } } } },
  responses: { 204: { description: 'They are gone' }, ...failures },
});
