// Loaded into a process that was forked with --expose-gc: answers 'memory' with what is in use after collecting.
process.on('message', (message) => {
  if (message !== 'memory') return;
  globalThis.gc();
  globalThis.gc();
  process.send(process.memoryUsage());
});
