/** https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry, as far as it is shown. */
export interface LogEntry {
  readonly timestamp?: string;
  readonly insertId?: string;
  readonly severity?: string;
  readonly textPayload?: string;
  readonly jsonPayload?: Readonly<Record<string, unknown>>;
  readonly httpRequest?: {
    readonly requestMethod?: string;
    readonly requestUrl?: string;
    readonly status?: number;
    readonly latency?: string;
  };
}

/** One line: time, severity, words. */
export function sayEntry(entry: LogEntry): string {
  const { timestamp, severity = 'DEFAULT' } = entry;
  return `${timestamp ? new Date(timestamp).toISOString() : ''} ${severity.padEnd(8)} ${wordsOf(entry)}`;
}

function wordsOf({ textPayload, jsonPayload, httpRequest }: LogEntry): string {
  if (textPayload !== undefined) return textPayload.trimEnd();
  if (jsonPayload) {
    const { message, ...rest } = jsonPayload;
    const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
    return typeof message === 'string' ? `${message}${more}` : JSON.stringify(jsonPayload);
  }
  if (httpRequest) {
    const { requestMethod, requestUrl, status, latency } = httpRequest;
    return [requestMethod, requestUrl, status, latency].filter((part) => part !== undefined).join(' ');
  }
  return '';
}
