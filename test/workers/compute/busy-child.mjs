/** A compute child that does what its task's runId says: echoes, fails, or is deaf in a computation that never ends. */
process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message.kind !== 'task') return;
  const { runId } = message.payload;
  if (runId === 'deaf') { process.send({ kind: 'progress', progress: 0.5, message: String(process.pid) }, () => { for (;;); }); return; }
  if (runId === 'dies') process.exit(7);
  if (runId === 'refuses') process.send({ kind: 'failed', message: 'never', retry: false });
  else if (runId === 'stumbles') process.send({ kind: 'failed', message: 'not now', retry: true });
  else process.send({ kind: 'done', result: process.pid });
});
