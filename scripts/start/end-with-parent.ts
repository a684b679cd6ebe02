/**
 * Loaded into each program of the demo before the program itself (`node --import`). A demo that is killed cannot stop its
 * programs; the channel to it breaks, and each ends as if it had been asked to.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The listener alone would keep a program alive that has nothing left to do.
process.channel?.unref();
