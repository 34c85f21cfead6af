/** Stable codes of what goes wrong with a control plane. */
export type ControlPlaneErrorCode =
  /** The programs are neither found nor built. */
  | 'GSE_CONTROL_PLANE_MISSING'
  /** A component ended, or was not ready in time, while the control plane started. */
  | 'GSE_CONTROL_PLANE_NOT_READY'
  /** The control plane has been stopped. */
  | 'GSE_CONTROL_PLANE_STOPPED';

/** Every failure of this package. */
export class ControlPlaneError extends Error {
  override readonly name = 'ControlPlaneError';
  readonly code: ControlPlaneErrorCode;

  constructor(code: ControlPlaneErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
