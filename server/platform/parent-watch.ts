/**
 * Loaded before the program (`--import`) in every process that `npm start` forks, and so in those that they fork.
 * The closed channel means either that the parent asks us to stop or that it died: both end us as SIGTERM would, so
 * that no orphan holds the port after a `kill -9` of the supervisor.
 */
const patienceMs = 5_000;

const { channel } = process;
if (channel) {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), patienceMs).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // Watching must not keep a program alive whose work is over or has failed; listening to the parent's messages must.
  channel.unref();
  process.on('newListener', (event) => {
    if (event === 'message') channel.ref();
  });
}
