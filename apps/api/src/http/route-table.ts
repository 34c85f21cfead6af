import type { App } from './app.ts';

/** Which methods a path has: to tell "not this way" from "nothing here". */
export interface RouteTable {
  methodsOf(path: string): string[];
}

/** Notes every route registered from now on. */
export function watchRoutes(app: App): RouteTable {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const name of [method].flat()) route.methods.add(name);
    routes.set(url, route);
  });
  return {
    methodsOf(path) {
      const found = new Set<string>();
      for (const { pattern, methods } of routes.values()) if (pattern.test(path)) for (const method of methods) found.add(method);
      return [...found].sort();
    },
  };
}

function patternOf(url: string): RegExp {
  return new RegExp(
    `^${url
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join('/')}$`,
  );
}
