/**
 * A function's process, as Lambda has it: loads the handler once, then answers one event after the other, each event and
 * each answer a message. `invoke-handler HANDLER`
 */
const { handler } = (await import(process.argv[2]!)) as {
  handler: (event: unknown, call: { getRemainingTimeInMillis(): number }) => Promise<unknown>;
};

/** As long as Lambda's longest call. */
const LEFT_MS = 900_000;

process.on('message', async (event) => {
  const answer = await handler(event, { getRemainingTimeInMillis: () => LEFT_MS }).then(
    (payload) => ({ payload: payload ?? null }),
    (error: Error) => ({ error: { errorType: error.name, errorMessage: error.message } }),
  );
  process.send!(answer);
});
