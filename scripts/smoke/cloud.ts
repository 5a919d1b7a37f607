/** What was deployed. */
export interface Deployed {
  readonly endpoint: string;
  readonly bucket: string;
}

/** A cloud, as far as the smoke test needs to know it. */
export interface SmokeCloud {
  /** For example `serverless.aws.yml`. */
  readonly config: string;
  readonly region: string;
  /** Further flags for `sls deploy`. */
  readonly deployFlags?: readonly string[];
  /** What commands get beside this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Finds the service once it is deployed. */
  find(stage: string): Promise<Deployed>;
  /** `s3://` or `gs://`. */
  readonly scheme: string;
  put(bucket: string, key: string, bytes: Uint8Array): Promise<void>;
  has(bucket: string, key: string): Promise<boolean>;
  /**
   * Removes a stage, its bucket with all that it holds, and nothing else. `sls` runs a command of the framework on the
   * stage. Doing it twice is harmless. `bucket`: null when the deployment did not come so far as to tell it.
   */
  remove(stage: string, bucket: string | null, sls: (command: string) => Promise<unknown>): Promise<void>;
  /** Commands that do the same by hand, but for `sls remove`. */
  removalByHand(
    stage: string,
    bucket: string | null,
  ): { readonly before: readonly string[]; readonly after: readonly string[] };
}
