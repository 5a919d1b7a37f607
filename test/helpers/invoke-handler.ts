/**
 * One call of a function in a process of its own, as Lambda has it: `invoke-handler.ts HANDLER`, the event by message,
 * the answer by message.
 */
process.once('message', async (event) => {
  const { handler } = (await import(process.argv[2]!)) as { handler: (event: unknown) => Promise<unknown> };
  const answer = await handler(event).then(
    (payload) => ({ payload: payload ?? null }),
    (error: Error) => ({ error: { errorType: error.name, errorMessage: error.message } }),
  );
  process.send!(answer, () => process.exit(0));
});
