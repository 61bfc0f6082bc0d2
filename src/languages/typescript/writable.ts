/** For objects with many optional parts: one made of spreads is slow to build, and there are some for every name. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };
