import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler, type Sampler } from '@opentelemetry/sdk-trace';

/**
 * Which traces are kept, from the standard variables `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG`. All of them where
 * they say nothing, or nothing that the standard knows.
 */
export function samplerFrom(env: Readonly<Record<string, string | undefined>>): Sampler {
  const ratio = Number(env['OTEL_TRACES_SAMPLER_ARG'] || 1);
  const name = env['OTEL_TRACES_SAMPLER'] ?? '';
  const root = rootSampler(name.replace(/^parentbased_/, ''), ratio >= 0 && ratio <= 1 ? ratio : 1);
  return name !== '' && !name.startsWith('parentbased_') ? root : new ParentBasedSampler({ root });
}

function rootSampler(name: string, ratio: number): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(ratio);
  return new AlwaysOnSampler();
}
