import { GoogleApiError } from '../api/google-api.ts';
import { type Operation, waitFor } from '../api/operations.ts';
import type { DeploySession } from '../api/session.ts';
import { urls } from '../api/urls.ts';

/** Of google.cloud.functions.v2.OperationMetadata */
interface Metadata {
  readonly stages?: readonly Stage[];
  readonly buildName?: string;
}

interface Stage {
  readonly name?: string;
  readonly state?: string;
  readonly resourceUri?: string;
  readonly stateMessages?: readonly { readonly severity?: string; readonly message?: string }[];
}

const STAGES: Readonly<Record<string, string>> = {
  ARTIFACT_REGISTRY: 'preparing the image registry',
  BUILD: 'building',
  SERVICE: 'starting the service',
  TRIGGER: 'setting up the trigger',
};

/**
 * Waits until a function is deployed, telling what goes on.
 * Errors: GoogleApiError that also says what the build said, and where its log is.
 */
export async function waitForFunction<T>(
  session: DeploySession,
  operation: Operation,
  tell: (stage: string) => void,
): Promise<T> {
  let metadata = (operation.metadata ?? {}) as Metadata;
  try {
    return await waitFor<T>(session, urls.functions, operation, (look) => {
      metadata = (look.metadata ?? {}) as Metadata;
      const current = metadata.stages?.find(({ state }) => state === 'IN_PROGRESS');
      if (current?.name) tell(STAGES[current.name] ?? current.name.toLowerCase());
    });
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error;
    const { status, reason, service, details, message } = error;
    const more = sayStages(metadata).filter((text) => !message.includes(text));
    throw new GoogleApiError({ status, reason, service, details, message: [message, ...more].join('\n') });
  }
}

/** What the stages complain of, and the log of the build where it complains. */
function sayStages({ stages = [] }: Metadata): string[] {
  return stages.flatMap(({ name, resourceUri, stateMessages = [] }) => {
    const complaints = stateMessages.filter(({ severity }) => severity === 'ERROR').map(({ message = '' }) => message);
    if (complaints.length === 0) return [];
    return name === 'BUILD' && resourceUri ? [...complaints, `Log of the build: ${resourceUri}`] : complaints;
  });
}
