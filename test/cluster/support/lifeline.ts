/** Preloaded into every process of a test cluster: it ends with the test that started it, however that ended. */
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
