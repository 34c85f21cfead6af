import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { ApiError, invalid } from '../errors.ts';
import { issueWords } from './issue-words.ts';

/**
 * Checks what was sent. Fields that nobody asked for are an error, not silence: a misspelt field would otherwise be lost
 * without a word. Throws nothing; hands back an {@link ApiError} with the path of every offending field.
 */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => validatorOf(schema, httpPart);

/** Checks a body by another schema than the one that is promised, where the rest is checked later, in words of its own. */
export function receiving(body: z.ZodType): (part: { readonly schema: unknown; readonly httpPart?: string }) => Validator {
  return ({ schema, httpPart }) => validatorOf(httpPart === 'body' ? body : (schema as z.ZodType), httpPart);
}

type Validator = (data: unknown) => { value: unknown } | { error: ApiError };

function validatorOf(schema: z.ZodType, httpPart: string | undefined): Validator {
  const isBody = httpPart === 'body';
  return (data) => {
    const parsed = schema.safeParse(data ?? (isBody ? {} : data), { reportInput: true });
    if (!parsed.success) {
      const problems = problemsOf(parsed.error);
      return { error: isBody ? invalid(problems) : badRequest(problems) };
    }
    const unknown = isBody || httpPart === 'querystring' ? unknownFields(data, parsed.data) : [];
    if (unknown.length > 0) {
      const problems = unknown.map((path) => ({ path, message: 'there is no such field' }));
      return { error: isBody ? invalid(problems, 'UnknownField') : badRequest(problems) };
    }
    return { value: parsed.data };
  };
}

/** The problems of a failed parse, each with its path. */
export function problemsOf(error: z.ZodError, root = ''): { path: string; message: string }[] {
  return error.issues.map((issue) => ({
    path: [root, ...issue.path.map(String)].filter((part) => part !== '').join('.'),
    message: issueWords(issue),
  }));
}

/** Paths of what was sent and is not in what was understood. */
export function unknownFields(sent: unknown, understood: unknown, path = ''): string[] {
  if (Array.isArray(sent) && Array.isArray(understood))
    return sent.flatMap((item, index) => unknownFields(item, understood[index], join(path, String(index))));
  if (!isRecord(sent) || !isRecord(understood)) return [];
  return Object.keys(sent).flatMap((key) =>
    Object.hasOwn(understood, key) || sent[key] === undefined
      ? unknownFields(sent[key], understood[key], join(path, key))
      : [join(path, key)],
  );
}

function badRequest(problems: readonly { path: string; message: string }[]): ApiError {
  const [first] = problems;
  return new ApiError(400, 'BadRequest', `${first?.path ?? 'the request'}: ${first?.message ?? 'is not valid'}`, {
    path: first?.path,
    details: { problems },
  });
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
