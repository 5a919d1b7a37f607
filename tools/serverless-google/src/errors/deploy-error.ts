/** What is wrong, and what mends it: shown as it is, without a stack. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
}
