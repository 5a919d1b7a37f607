/** Of the REST APIs, by what is below. */
export const urls = {
  functions: 'https://cloudfunctions.googleapis.com/v2',
  iam: 'https://iam.googleapis.com/v1',
  logging: 'https://logging.googleapis.com/v2',
  projects: 'https://cloudresourcemanager.googleapis.com/v3',
  run: 'https://run.googleapis.com/v2',
  serviceUsage: 'https://serviceusage.googleapis.com/v1',
  storage: 'https://storage.googleapis.com/storage/v1',
  workflows: 'https://workflows.googleapis.com/v1',
} as const;

export const locationOf = ({ project, region }: { project: string; region: string }): string =>
  `projects/${project}/locations/${region}`;
