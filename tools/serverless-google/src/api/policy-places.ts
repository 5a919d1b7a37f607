import type { GoogleApi } from './google-api.ts';
import type { PolicyPlace } from './policy.ts';
import { urls } from './urls.ts';

const VERSION = 3;

export function projectPolicy(api: GoogleApi, project: string): PolicyPlace {
  const url = `${urls.projects}/projects/${project}`;
  return {
    name: `the project ${project}`,
    read: () =>
      api.request({
        method: 'POST',
        url: `${url}:getIamPolicy`,
        body: { options: { requestedPolicyVersion: VERSION } },
      }),
    write: (policy) => api.request({ method: 'POST', url: `${url}:setIamPolicy`, body: { policy } }),
  };
}

export function bucketPolicy(api: GoogleApi, bucket: string): PolicyPlace {
  const url = `${urls.storage}/b/${bucket}/iam`;
  return {
    name: `the bucket ${bucket}`,
    read: () => api.request({ method: 'GET', url, query: { optionsRequestedPolicyVersion: VERSION } }),
    write: (policy) => api.request({ method: 'PUT', url, body: policy }),
  };
}

export function accountPolicy(api: GoogleApi, project: string, email: string): PolicyPlace {
  const url = `${urls.iam}/projects/${project}/serviceAccounts/${email}`;
  return {
    name: `the service account ${email}`,
    read: () =>
      api.request({
        method: 'POST',
        url: `${url}:getIamPolicy`,
        query: { 'options.requestedPolicyVersion': VERSION },
      }),
    write: (policy) => api.request({ method: 'POST', url: `${url}:setIamPolicy`, body: { policy } }),
  };
}

/** `service` is the full name, `projects/P/locations/R/services/S`. */
export function runPolicy(api: GoogleApi, service: string): PolicyPlace {
  const url = `${urls.run}/${service}`;
  return {
    name: `the Cloud Run service ${service.split('/').at(-1)}`,
    read: () =>
      api.request({ method: 'GET', url: `${url}:getIamPolicy`, query: { 'options.requestedPolicyVersion': VERSION } }),
    write: (policy) => api.request({ method: 'POST', url: `${url}:setIamPolicy`, body: { policy } }),
  };
}
