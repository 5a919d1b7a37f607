/** Proves to a service who asks. */
export interface Authorizer {
  /** Headers that prove who asks. Errors: kind `environment` without credentials. */
  authorize(request: { method: string; url: URL; body: string | undefined }): Promise<Record<string, string>>;
  /** What to tell a caller that is refused: which credentials were used and what they need. */
  readonly advice: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;
