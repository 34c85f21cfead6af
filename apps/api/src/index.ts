// Making the API.
export { createApi } from './create-api.ts';
export type { Api, ApiLimits, ApiOptions } from './create-api.ts';
// Signing a browser in with a link.
export { createOneTimeCodes } from './session/one-time-codes.ts';
export type { OneTimeCodes } from './session/one-time-codes.ts';
