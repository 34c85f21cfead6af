/** Starts a control plane, says where it is, and waits to be killed. */
import { startControlPlane } from '@gse/control-plane';

const { folder, url } = await startControlPlane({ controllerManager: false });
process.send?.({ folder, url });
setInterval(() => {}, 60_000);
