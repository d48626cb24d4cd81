import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** A page in a chunk of its own: what the first screen does not show is not loaded with it. */
export function lazyPage<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: (await load())[name] }));
}
