import type { Log } from '@gse/kube';
import type { FastifySerializerCompiler } from 'fastify';
import type { z } from 'zod';

/**
 * Writes answers by their schema, which leaves out whatever stands in none. What does not fit its schema is sent as it is
 * and noted: while an edition is updated, an older API must be able to show what a newer operator writes.
 */
export function serializerCompiler(log: Log): FastifySerializerCompiler<z.ZodType> {
  return ({ schema, method, url }) =>
    (data: unknown) => {
      const encoded = schema.safeEncode(data);
      if (encoded.success) return JSON.stringify(encoded.data);
      log.warn(
        { method, route: url, paths: encoded.error.issues.map((issue) => issue.path.join('.')).slice(0, 20) },
        'An answer does not fit its schema',
      );
      return JSON.stringify(data);
    };
}
