// @ts-check
// Makes the checkout ready to run: Node, pnpm and the packages of pnpm-lock.yaml. Runs on the Node a machine
// happens to have (20 or newer), with nothing installed, so everything it imports is a plain module beside it.
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(`gse: Node 20 or newer is needed to start; this one is ${process.versions.node}.`);
  process.exit(1);
}
const { prepare, PrepareError } = await import('./toolchain/prepare.mjs');
try {
  await prepare();
} catch (error) {
  // A full disk or a folder of another user comes as a system error, whose message names the path.
  const isForPeople = error instanceof PrepareError || (error instanceof Error && 'syscall' in error);
  if (!isForPeople) throw error;
  console.error(`\ngse: ${error.message}`);
  process.exit(1);
}
